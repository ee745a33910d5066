package io.calotype.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.WebhookUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void triesAgainUntilTheReceiverHasIt() {
        try (var server = ReceivingServer.answering(500, 302, 200)) {
            // When
            boolean delivered = deliver(server, true);
            // Then
            assertThat(delivered).isTrue();
            var first = server.next();
            var last = List.of(server.next(), server.next()).get(1);
            assertThat(last.headers().get("webhook-id"))
                    .isEqualTo(first.headers().get("webhook-id"));
            assertThat(last.body()).isEqualTo(first.body());
            assertThat(count("delivered")).isEqualTo(1);
            assertThat(count("again")).isEqualTo(2);
        }
    }

    @Test
    void givesUpAfterTheLastPause() {
        try (var server = ReceivingServer.answering(500, 500, 500, 500, 500, 500)) {
            assertThat(deliver(server, true)).isFalse();
            assertThat(server.waiting()).isEqualTo(4);
            assertThat(count("given-up")).isEqualTo(1);
        }
    }

    @Test
    void givesUpAtOnceOnAReceiverThatWantsNothingAnyMore() {
        try (var server = ReceivingServer.answering(410)) {
            assertThat(deliver(server, true)).isFalse();
            assertThat(server.waiting()).isEqualTo(1);
        }
    }

    @Test
    void givesUpAtOnceOnAnAddressThatMustNotBeCalled() {
        try (var server = ReceivingServer.answering()) {
            assertThat(deliver(server, false)).isFalse();
            assertThat(server.waiting()).isZero();
        }
    }

    private boolean deliver(ReceivingServer server, boolean allowPrivate) {
        var addresses = new AddressBook(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, allowPrivate);
        var client =
                new WebhookClient(vertx.createHttpClient(WebhookClient.options()), addresses, Duration.ofSeconds(5));
        var message = WebhookMessage.of(
                "apple-7/0", WebhookUrl.parse("http://hooks.example.com:" + server.port() + "/"), "{}".getBytes(UTF_8));
        return new Deliveries(client, new Settings(), metrics)
                .deliver(message, ReceiversTest.receiver("https://unused.example.com"))
                .await()
                .atMost(LIMIT);
    }

    private double count(String result) {
        return metrics.get("calotype.webhooks").tag("result", result).counter().count();
    }

    private static final class Settings implements WebhookConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Map<String, Receiver> receivers() {
            return Map.of();
        }

        @Override
        public boolean allowPrivate() {
            return true;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public List<Duration> pauses() {
            return List.of(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20));
        }

        @Override
        public int sending() {
            return 1;
        }

        @Override
        public int waiting() {
            return 1;
        }
    }
}
