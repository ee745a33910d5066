package io.calotype.encoder.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.WrittenTopics;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the encoder writes, the prompts of every other pack that the deployment serves among it. */
@ApplicationScoped
class EncoderTopics implements WrittenTopics {

    private final StageConfig config;
    private final Duration deadline;

    EncoderTopics(StageConfig config, EncoderConfig own) {
        this.config = config;
        this.deadline = own.deadline();
    }

    @Override
    public Collection<String> names() {
        var names = new ArrayList<String>();
        names.addAll(List.of(Topics.IMAGES, Topics.PROGRESS, Topics.TEXTS_EMBEDDED));
        names.add(Topics.embeddings(config.model()));
        config.knownModels().orElse(List.of()).stream()
                .filter(pack -> !pack.equals(config.model()))
                .map(Topics::prompts)
                .forEach(names::add);
        return names;
    }

    /** Work that waits must not be deleted before its deadline. */
    @Override
    public Map<String, Duration> retention() {
        var model = config.model();
        var waiting = new ArrayList<>(
                List.of(Topics.PROMPTS, Topics.prompts(model), Topics.embeddings(model), Topics.latents(model)));
        if (config.upscale().isPresent()) {
            waiting.add(Topics.UPSCALES);
        }
        return waiting.stream().collect(Collectors.toMap(Function.identity(), topic -> deadline));
    }
}
