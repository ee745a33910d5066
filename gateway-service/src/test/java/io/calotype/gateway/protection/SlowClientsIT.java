package io.calotype.gateway.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold connections and do next to nothing with them. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class SlowClientsIT extends GatewayTestCase {

    private static final int SLOW = 300; // more than the gateway has threads that may block
    private static final int LARGE = 1 << 24; // more than sockets buffer
    private static final Duration QUICKLY =
            Duration.ofSeconds(30); // for all requests of others together; a body may take 60
    private static final int OTHERS = 5;

    @Inject
    ObjectStore store;

    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (var socket : slow) {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/prompts HTTP/1.1\r\nHo",
                "POST /v1/prompts HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
                "POST /v1/inputs HTTP/1.1\r\nHost: %s\r\nContent-Type: image/png\r\nContent-Length: 900\r\n\r\n.",
                "GET /v1/prompts/%s/events HTTP/1.1\r\nHost: %s\r\n\r\n"
            })
    void doNotKeepOthersWaiting(String beginning) throws IOException {
        // Given
        var request = beginning.startsWith("GET")
                ? beginning.formatted(accepted(), address.getAuthority())
                : beginning.formatted(address.getAuthority());
        connectAll(request);
        // Then
        assertOthersAreServed();
    }

    @Test
    void whoDoNotReadTheirPicturesDoNotKeepOthersWaiting() throws IOException {
        // Given
        var before = directMemory();
        store.putIfAbsent("inputs/large.png", new byte[LARGE], "image/png", Map.of());
        connectAll("GET /v1/inputs/large.png HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(address.getAuthority()));
        // Then
        assertOthersAreServed();
        assertThat(directMemory() - before).isLessThan(64L << 20);
    }

    /** Bytes outside the heap that wait to be sent, among others. */
    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private void connectAll(String request) throws IOException {
        for (int i = 0; i < SLOW; i++) {
            slow.add(connect(request));
        }
    }

    private void assertOthersAreServed() {
        assertTimeout(QUICKLY, () -> {
            for (int i = 0; i < OTHERS; i++) {
                accepted();
                assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(200);
            }
        });
    }

    @Test
    void headersOfFortyKilobytesAreRefused() throws IOException {
        // Given
        var socket = connect("GET /v1/models HTTP/1.1\r\nX-Long: " + "x".repeat(40_960) + "\r\n\r\n");
        slow.add(socket);
        // Then
        var status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(status.readLine()).startsWith("HTTP/1.1 431 ");
    }

    private String accepted() {
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        return Gateway.json(answer).path("id").asText();
    }

    private Socket connect(String request) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
