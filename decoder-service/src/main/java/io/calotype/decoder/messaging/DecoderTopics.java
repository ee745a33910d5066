package io.calotype.decoder.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** What the decoder writes. */
@ApplicationScoped
class DecoderTopics implements WrittenTopics {

    private final boolean upscales;

    DecoderTopics(StageConfig config) {
        this.upscales = config.upscale().isPresent();
    }

    @Override
    public Collection<String> names() {
        return upscales
                ? List.of(Topics.IMAGES, Topics.PROGRESS, Topics.UPSCALES)
                : List.of(Topics.IMAGES, Topics.PROGRESS);
    }
}
