package io.calotype.diffusion.messaging;

import io.calotype.messaging.testing.TopicProbe;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the service between an encoder and a decoder. */
abstract class PipelineTestCase {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    PipelineProbe probe;

    @BeforeEach
    final void connect() {
        probe = new PipelineProbe(new TopicProbe(bootstrapServers));
    }

    @AfterEach
    final void disconnect() {
        probe.close();
    }
}
