package io.calotype.upscaler.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** What the upscaler writes. */
@ApplicationScoped
class UpscalerTopics implements WrittenTopics {

    @Override
    public Collection<String> names() {
        return List.of(Topics.IMAGES, Topics.PROGRESS);
    }
}
