package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A prompt is paused and goes on, over Kafka and HTTP, on the real pipeline. */
@Tag("long")
class PausedPromptIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration STILL = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int STEPS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WholeStack stack = WholeStack.running();
    private final HttpClient http = HttpClient.newHttpClient();
    private OutsideProducer producer;
    private TopicReader reader;

    @BeforeEach
    void connect() {
        producer = new OutsideProducer(stack.kafka());
        reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS);
    }

    @AfterEach
    void disconnect() {
        producer.close();
        reader.close();
    }

    @Test
    void aPausedPictureGoesOnToTheSameBytes() throws Exception {
        // Given
        producer.binary("paused-alone", prompt(7));
        var alone = sha256("paused-alone");
        var id = accepted(prompt(7));
        awaitStep(id);
        // When
        assertThat(post(id + "/pause").statusCode()).isEqualTo(202);
        // Then
        awaitState(id, "paused");
        awaitPaused(id);
        int stopped = steps(id).size();
        assertThat(reader.after(STILL, record -> isStep(record, id))).hasSize(stopped);
        // When
        assertThat(post(id + "/resume").statusCode()).isEqualTo(202);
        // Then
        assertThat(sha256(id)).isEqualTo(alone);
        assertThat(steps(id)).hasSize(STEPS);
        assertNothingIsLeft(id);
        assertThat(post(id + "/pause").statusCode()).isEqualTo(409);
        assertThat(post("nobody/pause").statusCode()).isEqualTo(404);
    }

    @Test
    void aDenoiserThatIsKilledAsItPausesLosesNothing() {
        // Given
        producer.binary("killed-alone", prompt(8));
        var alone = sha256("killed-alone");
        producer.binary("killed-pause", prompt(8));
        awaitStep("killed-pause");
        // When
        producer.pause("killed-pause");
        kill();
        awaitPaused("killed-pause");
        kill();
        producer.resume("killed-pause");
        kill();
        // Then
        assertThat(sha256("killed-pause")).isEqualTo(alone);
        assertNothingIsLeft("killed-pause");
    }

    @Test
    void aPausedPromptCanBeCancelled() {
        // Given
        producer.binary("paused-cancelled", prompt(9));
        awaitStep("paused-cancelled");
        producer.pause("paused-cancelled");
        awaitPaused("paused-cancelled");
        // When
        producer.cancel("paused-cancelled");
        // Then
        assertEndsAs("paused-cancelled", "io.calotype.image.cancelled.v1");
    }

    @Test
    void aPausedPromptExpires() {
        // Given
        var deadline = Instant.now().plus(PATIENCE);
        producer.binary("paused-expired", prompt(10).replace("}", ",\"deadline\":\"" + deadline + "\"}"));
        awaitStep("paused-expired");
        producer.pause("paused-expired");
        awaitPaused("paused-expired");
        // Then
        assertEndsAs("paused-expired", "io.calotype.image.failed.v1");
        assertThat(ends("paused-expired").get(0)).satisfies(record -> assertThat(
                        TopicReader.data(record).at("/problem/type").asText())
                .isEqualTo("urn:calotype:problem:expired"));
        // When
        producer.resume("paused-expired");
        // Then
        assertThat(reader.after(STILL, record -> isStep(record, "paused-expired")))
                .hasSizeLessThan(STEPS);
        assertNothingIsLeft("paused-expired");
    }

    private void assertEndsAs(String promptId, String type) {
        reader.awaitImages(1, LIMIT, promptId + "/");
        assertThat(reader.after(STILL, record -> isEnd(record, promptId)))
                .isNotEmpty()
                .allSatisfy(record ->
                        assertThat(TopicReader.header(record, "ce_type")).isEqualTo(type));
        assertNothingIsLeft(promptId);
    }

    private void assertNothingIsLeft(String promptId) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(stack.bucket().underWay(promptId))
                .isEmpty());
    }

    private List<ConsumerRecord<String, byte[]>> ends(String promptId) {
        return reader.await(1, LIMIT, record -> isEnd(record, promptId));
    }

    private String sha256(String promptId) {
        var image = reader.awaitImages(1, LIMIT, promptId + "/").get(0);
        assertThat(image.has("sha256")).as("completed: %s", image).isTrue();
        return image.path("sha256").asText();
    }

    private void awaitStep(String promptId) {
        reader.await(5, LIMIT, record -> isStep(record, promptId));
    }

    private void awaitPaused(String promptId) {
        await().atMost(LIMIT)
                .until(() -> stack.bucket().underWay(promptId).stream().anyMatch(key -> key.startsWith("paused/")));
    }

    private List<ConsumerRecord<String, byte[]>> steps(String promptId) {
        return reader.after(Duration.ofMillis(500), record -> isStep(record, promptId))
                .toList();
    }

    private static boolean isStep(ConsumerRecord<String, byte[]> record, String promptId) {
        return record.topic().equals(Topics.PROGRESS)
                && record.key().startsWith(promptId + "/")
                && TopicReader.data(record).path("stage").asText().equals("denoise");
    }

    private static boolean isEnd(ConsumerRecord<String, byte[]> record, String promptId) {
        return record.topic().equals(Topics.IMAGES) && record.key().startsWith(promptId + "/");
    }

    private void kill() {
        var denoiser = stack.service("diffusion-service");
        await().atMost(LIMIT).until(() -> denoiser.pid() > 0);
        ProcessHandle.of(denoiser.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static String prompt(int seed) {
        return "{\"prompt\":\"a red apple\",\"seed\":%d,\"steps\":%d}".formatted(seed, STEPS);
    }

    private void awaitState(String promptId, String state) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(shown(promptId).path("state").asText()).isEqualTo(state));
    }

    private JsonNode shown(String promptId) throws Exception {
        var request = HttpRequest.newBuilder(stack.gateway().resolve("/v1/prompts/" + promptId));
        return JSON.readTree(send(request.build()).body());
    }

    private String accepted(String prompt) throws Exception {
        var request = HttpRequest.newBuilder(stack.gateway().resolve("/v1/prompts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(prompt));
        return JSON.readTree(send(request.build()).body()).path("id").asText();
    }

    private HttpResponse<String> post(String path) throws Exception {
        var request = HttpRequest.newBuilder(stack.gateway().resolve("/v1/prompts/" + path));
        return send(request.POST(BodyPublishers.noBody()).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }
}
