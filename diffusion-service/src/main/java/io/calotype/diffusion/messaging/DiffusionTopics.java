package io.calotype.diffusion.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** What the denoiser writes. */
@ApplicationScoped
class DiffusionTopics implements WrittenTopics {

    private final StageConfig config;

    DiffusionTopics(StageConfig config) {
        this.config = config;
    }

    @Override
    public Collection<String> names() {
        return List.of(
                Topics.latents(config.model()), Topics.embeddings(config.model()), Topics.IMAGES, Topics.PROGRESS);
    }
}
