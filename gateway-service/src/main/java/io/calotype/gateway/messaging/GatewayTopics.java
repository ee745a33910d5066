package io.calotype.gateway.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.WrittenTopics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** What the gateway writes. */
@ApplicationScoped
class GatewayTopics implements WrittenTopics {

    @Override
    public Collection<String> names() {
        return List.of(Topics.PROMPTS, Topics.CANCELLATIONS, Topics.TEXTS, Topics.IMAGES);
    }
}
