package io.calotype.encoder.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the encoder writes, the prompts of every other pack that the deployment serves among it. */
@ApplicationScoped
class EncoderTopics implements WrittenTopics {

    private final StageConfig config;

    EncoderTopics(StageConfig config) {
        this.config = config;
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
}
