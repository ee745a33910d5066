package io.calotype.decoder.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** What the decoder writes. */
@ApplicationScoped
class DecoderTopics implements WrittenTopics {

    @Override
    public Collection<String> names() {
        return List.of(Topics.IMAGES, Topics.PROGRESS);
    }
}
