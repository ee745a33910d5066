package io.calotype.gateway.messaging;

import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.kafka.CatchUp;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Knows how far the topics that the gateway follows are read back. */
final class FollowedTopics {

    private FollowedTopics() {}

    @Produces
    @Singleton
    static CatchUp catchUp(KafkaClientService clients, GatewayConfig config) {
        return CatchUp.of(clients, "followed", config.catchUpPatience());
    }
}
