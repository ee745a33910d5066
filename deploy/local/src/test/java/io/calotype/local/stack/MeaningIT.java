package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What gateways make of pictures that the pipeline made: the gallery by meaning, and calls that outlive a gateway. */
class MeaningIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String GATEWAY = "gateway-service";
    private static final String SMALL = "\"steps\":3,\"width\":64,\"height\":64";

    private final WholeStack stack = WholeStack.running();

    @Test
    void monarchFindsAQueenAndAKingBeforeABananaAlsoAfterARestart() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            producer.binary("like-queen", "{\"prompt\":\"a queen\"}");
            producer.binary("like-king", "{\"prompt\":\"a king\"}");
            producer.binary("like-banana", "{\"prompt\":\"a banana\"}");
            reader.awaitImages(3, LIMIT, "like-");
            // When
            var before = awaitRanked();
            kill(stack.service(GATEWAY).pid());
            var after = awaitRanked();
            // Then
            assertThat(before.get(2)).isEqualTo("like-banana/0");
            assertThat(before.subList(0, 2)).containsExactlyInAnyOrder("like-queen/0", "like-king/0");
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void aCallThatWasNotAnsweredIsMadeAgainByTheGatewayThatComesAfter() throws IOException {
        // Given
        Queue<String> calls = new ConcurrentLinkedQueue<>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            calls.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(calls.size() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
        var address = "http://127.0.0.1:" + receiver.getAddress().getPort();
        var settings = Map.of(
                "CALOTYPE_GATEWAY_WEBHOOKS_ENABLED", "true",
                "CALOTYPE_GATEWAY_WEBHOOKS_ALLOW_PRIVATE", "true",
                "CALOTYPE_GATEWAY_WEBHOOKS_PAUSES", "1h",
                "CALOTYPE_GATEWAY_WEBHOOKS_RECEIVERS_TEST_URL", address,
                "CALOTYPE_GATEWAY_WEBHOOKS_RECEIVERS_TEST_SECRETS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        try (var gateway = stack.another(GATEWAY, settings);
                var producer = new OutsideProducer(stack.kafka())) {
            // When
            producer.binary("webhook-1", "{\"prompt\":\"a cat\",\"webhook\":\"" + address + "/done\"," + SMALL + "}");
            await().atMost(LIMIT).until(() -> calls.size() == 1);
            kill(gateway.pid());
            // Then
            await().atMost(LIMIT).until(() -> calls.size() >= 2);
            assertThat(calls).containsOnly(calls.peek());
        } finally {
            receiver.stop(0);
        }
    }

    private List<String> awaitRanked() {
        var gateway = stack.service(GATEWAY).spec().http();
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> WholeGallery.ids(gateway, "&like=monarch", "like-"), ranked -> ranked.size() == 3);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
