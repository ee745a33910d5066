package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.port.Ports;
import io.calotype.local.network.Network;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.StackSettings.Purpose;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that keeps its connections and answers nothing, like one that is paused or whose network is cut. */
@Tag("long")
class SilentBrokerIT {

    private static final String MODEL = "pictograms";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CLIENTS = 4;
    private static final int PROMPTS = 12;
    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));

    @TempDir
    Path folder;

    @Test
    void promptsAreRefusedInTimeAndNoneIsAcceptedThatTheBrokerDoesNotHave() throws Exception {
        var settings = new StackSettings(Home.under(Shell.ROOT), folder, List.of(MODEL), PORTS, Purpose.SHORT_RUN);
        int port = Ports.claim(0);
        try (var network = Network.before(port, 0);
                var backbone = Backbone.start(
                        folder, data -> EmbeddedKafka.startBehind(network.port(), data, port), 0, settings.models());
                var gateway = startGateway(settings, backbone);
                var reader = new TopicReader(backbone.kafka(), Topics.PROMPTS, Topics.CANCELLATIONS)) {
            // Given
            var http = gateway.spec().http();
            var accepted = handedIn(http, "before").accepted();
            assertThat(accepted).hasSize(PROMPTS);
            // When
            var from = Instant.now();
            network.silentFor(SILENCE);
            var load = handedIn(http, "during");
            // Then
            assertThat(load.exchanges())
                    .allSatisfy(exchange -> {
                        assertThat(exchange.status()).isIn(202, 503);
                        assertThat(exchange.took()).isLessThan(PATIENCE);
                        assertThat(exchange.saysWhenToComeBack()).isEqualTo(exchange.status() == 503);
                    })
                    .filteredOn(exchange -> exchange.to().isBefore(from.plus(SILENCE)))
                    .isNotEmpty()
                    .allSatisfy(exchange -> assertThat(exchange.status()).isEqualTo(503));
            await().atMost(LIMIT).until(() -> new ServiceHealth().isReady(http));
            var after = handedIn(http, "after").accepted();
            assertThat(after).hasSize(PROMPTS);
            accepted.addAll(load.accepted());
            accepted.addAll(after);
            await().atMost(LIMIT).until(() -> ids(reader, Topics.PROMPTS).containsAll(accepted));
            await().atMost(LIMIT).until(() -> othersAreCancelled(reader, accepted));
        }
    }

    private static HttpLoad handedIn(URI gateway, String name) {
        var load = new HttpLoad(gateway, name);
        load.start(CLIENTS, PROMPTS);
        load.join();
        return load;
    }

    /** A prompt that the broker took although its sender was refused is cancelled. */
    private static boolean othersAreCancelled(TopicReader reader, Set<String> accepted) {
        var others = ids(reader, Topics.PROMPTS);
        others.removeAll(accepted);
        return ids(reader, Topics.CANCELLATIONS).containsAll(others);
    }

    private static Set<String> ids(TopicReader reader, String topic) {
        return reader.after(Duration.ofMillis(500), record -> record.topic().equals(topic))
                .map(record -> record.key())
                .collect(Collectors.toSet());
    }

    private static ServiceProcess startGateway(StackSettings settings, Backbone backbone) {
        var spec = new ServicePlan(settings)
                .services(backbone.kafka(), backbone.store()).stream()
                        .filter(service -> service.name().equals(ServicePlan.GATEWAY))
                        .findFirst()
                        .orElseThrow();
        return ServiceProcess.start(spec, settings.home().leash(), settings.logs(), new Deaths())
                .firstReady()
                .join();
    }
}
