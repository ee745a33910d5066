package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.embedded.port.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop of {@code examples} against a running stack. */
@Tag("long")
class ShopIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WholeStack stack = WholeStack.running();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = Ports.claim(0);
    private final URI products = URI.create("http://127.0.0.1:" + port + "/products/");

    @TempDir
    Path folder;

    private Process shop;

    @BeforeEach
    void open() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Shell.ROOT.resolve("examples/shop/target/quarkus-app/quarkus-run.jar");
        var builder = new ProcessBuilder(java, "-Xmx128m", "-jar", jar.toString());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", stack.kafka());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("SHOP_DATA", folder.toString());
        shop = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("shop.log").toFile())
                .start();
        await().atMost(LIMIT).ignoreExceptions().until(() -> get("0").statusCode() == 404);
    }

    @AfterEach
    void close() throws InterruptedException {
        shop.destroyForcibly().waitFor();
    }

    @Test
    void aProductGetsItsPictureOnceWhateverDiesInBetween() throws Exception {
        // Given
        assertThat(add("an apple", " ").statusCode()).isEqualTo(400);
        var apple = add("an apple", "a red apple");
        assertThat(apple.statusCode()).isEqualTo(200);
        // When
        close();
        open();
        // Then
        awaitPicture("1", "images/product-1/0.png");
        assertThat(client.send(
                                HttpRequest.newBuilder(stack.gateway().resolve("/v1/images/product-1/0"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        // When
        try (var producer = new OutsideProducer(stack.kafka())) {
            producer.cancel("product-2", "/shop");
        }
        add("a pear", "a green pear");
        // Then
        awaitPicture("2", "placeholder");
        awaitPicture("1", "images/product-1/0.png");
    }

    private void awaitPicture(String product, String picture) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(read(get(product)).path("picture").asText()).isEqualTo(picture));
    }

    private HttpResponse<String> add(String name, String prompt) throws IOException, InterruptedException {
        var body =
                JSON.createObjectNode().put("name", name).put("prompt", prompt).toString();
        var request = HttpRequest.newBuilder(products.resolve("/products"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String product) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(products.resolve(product)).build(), BodyHandlers.ofString());
    }

    private static JsonNode read(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
