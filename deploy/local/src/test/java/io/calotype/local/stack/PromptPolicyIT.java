package io.calotype.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.port.Ports;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of encoders that ask a policy service: the example's, one that is slow while an encoder dies, and none. */
@Tag("long")
class PromptPolicyIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String SECRET = "quixotry";
    private static final String TOKEN = "t0ken-of-the-test";
    private static final String EMBEDDINGS = Topics.embeddings("pictograms");

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private EmbeddedS3 store;
    private StoreAddress bucket;
    private OwnServices services;

    @BeforeEach
    void start() {
        store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
        store.createBucket("calotype");
        bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
        services = OwnServices.on(folder);
        settings.put("CALOTYPE_TENANTS_SOURCES", "/toys=kids,/calotype/gateway/kids=kids");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TOKEN", TOKEN);
        settings.put("QUARKUS_LOG_CATEGORY__IO_CALOTYPE__LEVEL", "DEBUG");
    }

    @AfterEach
    void stop() {
        services.close();
        store.close();
    }

    private static String body(String prompt) {
        return "{\"prompt\":\"" + prompt + " for " + SECRET + "\"}";
    }

    private void nothingIsInTheLogs() throws IOException {
        try (var files = Files.list(folder.resolve("logs"))) {
            assertThat(files.filter(Files::isRegularFile).toList()).isNotEmpty().allSatisfy(log -> assertThat(
                            Files.readString(log))
                    .doesNotContain(SECRET)
                    .doesNotContain(TOKEN));
        }
    }

    @Test
    void theExampleDecidesByTenantOverKafkaAndHttp() throws Exception {
        // Given
        int port = Ports.claim(0);
        var example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Shell.ROOT
                                .resolve("examples/prompt-policy/PromptPolicy.java")
                                .toString(),
                        Integer.toString(port))
                .inheritIO()
                .start();
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_URL", "http://127.0.0.1:" + port + "/");
        settings.put(
                "CALOTYPE_GATEWAY_API_KEYS",
                String.join(
                        ",",
                        Stream.of("kids", "others")
                                .map(name -> name + ":" + Sha256.hex(name.getBytes(UTF_8)))
                                .toList()));
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES, EMBEDDINGS);
                var producer = new OutsideProducer(services.kafka())) {
            services.start("encoder", bucket, settings);
            services.start("gateway", bucket, settings);
            services.awaitReady();
            // When
            producer.binary("k-toys", "/toys", body("a sword"));
            producer.binary("k-toys-apple", "/toys", body("an apple"));
            producer.binary("k-else", "kids", body("a sword"));
            var refused = post("kids", "two swords");
            var drawn = post("others", "two swords");
            // Then
            for (var id : List.of("k-toys", refused)) {
                var end = reader.awaitImages(1, LIMIT, id + "/").get(0);
                assertThat(end.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
                assertThat(end.at("/problem/detail").asText()).endsWith(": weapons");
                assertThat(end.toString()).doesNotContain(SECRET);
            }
            for (var id : List.of("k-toys-apple", "k-else", drawn)) {
                reader.await(
                        1,
                        LIMIT,
                        record -> record.topic().equals(EMBEDDINGS)
                                && record.key().equals(id + "/0"));
            }
            await().atMost(LIMIT)
                    .until(() -> shown("kids", refused).path("state").asText().equals("failed"));
            assertThat(shown("kids", refused).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
            nothingIsInTheLogs();
        } finally {
            example.destroyForcibly().waitFor();
        }
    }

    private String post(String key, String prompt) throws Exception {
        var accepted = services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body(prompt))));
        assertThat(accepted.statusCode()).isEqualTo(202);
        return new ObjectMapper().readTree(accepted.body()).path("id").asText();
    }

    private JsonNode shown(String key, String id) throws Exception {
        var answer = services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts/" + id))
                .header("Authorization", "Bearer " + key));
        return new ObjectMapper().readTree(answer.body()).at("/images/0");
    }

    @Test
    void anEncoderThatDiesBetweenQuestionAndAnswerIsFollowedByOneEnd() throws Exception {
        // Given
        var asked = new CopyOnWriteArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> refuse(exchange, asked));
        server.start();
        settings.put(
                "CALOTYPE_ENCODER_PROMPT_POLICY_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TIMEOUT", "50s");
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES, EMBEDDINGS);
                var producer = new OutsideProducer(services.kafka())) {
            var first = services.start("encoder", bucket, settings);
            first.firstReady().join();
            // When
            for (int i = 0; i < 6; i++) {
                producer.binary("c-" + i, body("a sword"));
            }
            await().atMost(LIMIT).until(() -> asked.size() == 6);
            first.kill();
            first.awaitEnd();
            services.start("encoder", bucket, settings).firstReady().join();
            // Then
            reader.awaitImages(6, LIMIT, "c-");
            var ends = reader.after(
                            Duration.ofSeconds(5),
                            record -> record.key() != null && record.key().startsWith("c-"))
                    .toList();
            assertThat(ends).hasSize(6).allMatch(record -> record.topic().equals(Topics.IMAGES));
            assertThat(asked).hasSize(12);
            nothingIsInTheLogs();
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** The first six questions are never answered. */
    private static void refuse(HttpExchange exchange, List<String> asked) {
        try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (asked.size() <= 6) {
                Thread.sleep(Duration.ofMinutes(2).toMillis());
            }
            var answer = "{\"decision\":\"refuse\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBurstIsDrawnWithoutWaitingWhereTheServiceIsDownAndTheOperatorAllowsIt() throws Exception {
        // Given
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_URL", "http://127.0.0.1:" + Ports.claim(0) + "/");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_UNDECIDED", "allow");
        settings.put("CALOTYPE_ENCODER_AHEAD", "400");
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES, EMBEDDINGS);
                var producer = new OutsideProducer(services.kafka())) {
            services.start("encoder", bucket, settings).firstReady().join();
            // When
            for (int i = 0; i < 200; i++) {
                producer.binary("d-" + i, i % 2 == 0 ? "/toys" : "/shop", body("an apple"));
            }
            // Then
            assertThat(reader.await(200, LIMIT, record -> record.topic().equals(EMBEDDINGS)))
                    .extracting(record -> record.key())
                    .doesNotHaveDuplicates();
            nothingIsInTheLogs();
        }
    }

    @Test
    void aWrongSettingStopsTheEncoderByName() throws IOException {
        // Given
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_URL", "https://policy.example/");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TLS_CONFIGURATION_NAME", "nowhere");
        // When
        var encoder = services.start("encoder", bucket, settings);
        // Then
        await().atMost(LIMIT).until(() -> encoder.firstReady().isCompletedExceptionally());
        assertThat(Files.readString(folder.resolve("logs/encoder-service.log")))
                .contains("calotype.encoder.prompt-policy.tls-configuration-name is nowhere;");
        nothingIsInTheLogs();
    }

    @Test
    void anUnknownActionForATenantStopsTheDecoderByName() throws IOException {
        // Given
        settings.put("CALOTYPE_TENANTS_NAMED_KIDS_UNSAFE_PICTURES", "hide");
        // When
        var decoder = services.start("decoder", bucket, settings);
        // Then
        await().atMost(LIMIT).until(() -> decoder.firstReady().isCompletedExceptionally());
        assertThat(Files.readString(folder.resolve("logs/decoder-service.log")))
                .contains("calotype.tenants.named.kids.unsafe-pictures");
    }
}
