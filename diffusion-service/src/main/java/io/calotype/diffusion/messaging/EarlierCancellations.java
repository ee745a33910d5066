package io.calotype.diffusion.messaging;

import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.messaging.kafka.CatchUp;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Knows when all cancellations written before the start have been heard; images begin only then. */
final class EarlierCancellations {

    private EarlierCancellations() {}

    @Produces
    @Singleton
    static CatchUp catchUp(KafkaClientService clients, DiffusionConfig config) {
        return CatchUp.of(clients, "cancellations", config.cancellationsCatchUp());
    }
}
