package io.calotype.gateway.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.ErasureRequested;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sender has images erased over Kafka, as its own source and no other. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class RequestedErasureIT extends GatewayTestCase {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TEXT = "a plum for quixotry";

    @Inject
    ObjectStore store;

    private TopicProbe probe;

    @BeforeEach
    void listen() {
        probe = new TopicProbe(kafka);
    }

    @AfterEach
    void close() {
        probe.close();
    }

    @Test
    void allImagesOfAPromptAreErasedAndThoseThatHaveNotEndedEndByThat() {
        // Given
        var promptId = prompt();
        var ended = new ImageId(promptId, 0);
        var open = new ImageId(promptId, 1);
        var keys = List.of(
                "images/" + ended + ".png",
                EmbeddingKeys.of(TEXT, "some encoder"),
                "claims/" + open + "/" + "ab".repeat(32) + ".safetensors",
                "trajectories/" + open + "/" + "ab".repeat(32) + ".safetensors",
                "paused/" + open + "/pictograms/" + "ab".repeat(32) + ".safetensors");
        keys.forEach(this::put);
        end(ended);
        pipeline.completed(promptId, 0);
        // When
        ask(promptId, null, Owners.GATEWAY);
        // Then
        probe.await(
                Topics.IMAGES, 2, LIMIT, record -> isNamed(TopicProbe.header(record, "ce_id"), promptId, "/erased"));
        assertThat(keys).noneMatch(key -> store.stat(key).isPresent());
        assertThat(List.of(ended, open)).allSatisfy(image -> assertThat(endOf(image))
                .satisfies(end -> assertThat(Erasure.isEnd(Events.imageOutcome(end.event())))
                        .isTrue()));
        assertThat(probe.all(Topics.IMAGES, record -> open.toString().equals(TopicProbe.header(record, "ce_id"))))
                .hasSize(1);
        probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> promptId.equals(record.key()));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        gateway.get("/v1/prompts/" + promptId).body())
                .contains("urn:calotype:problem:erased")
                .doesNotContain(TEXT));
    }

    @Test
    void oneImageIsErasedAndTheOthersStay() {
        // Given
        var promptId = prompt();
        var first = new ImageId(promptId, 0);
        var second = new ImageId(promptId, 1);
        for (var image : List.of(first, second)) {
            put("images/" + image + ".png");
            end(image);
            pipeline.completed(promptId, image.index());
        }
        // When
        ask(promptId, 1, Owners.GATEWAY);
        // Then
        probe.await(
                Topics.IMAGES, 1, LIMIT, record -> isNamed(TopicProbe.header(record, "ce_id"), promptId, "/erased"));
        assertThat(store.stat("images/" + first + ".png")).isPresent();
        assertThat(store.stat("images/" + second + ".png")).isEmpty();
        assertThat(Erasure.isEnd(Events.imageOutcome(endOf(first).event()))).isFalse();
        assertThat(probe.all(Topics.CANCELLATIONS, record -> promptId.equals(record.key())))
                .isEmpty();
    }

    @Test
    void whatBelongsToAnotherSourceStaysAndWhoAskedIsTold() {
        // Given
        var promptId = prompt();
        var image = new ImageId(promptId, 0);
        put("images/" + image + ".png");
        end(image);
        // When
        ask(promptId, null, "/somebody/else");
        // Then
        var told = probe.await(
                Topics.IMAGES,
                2,
                LIMIT,
                record -> TopicProbe.header(record, "ce_id").startsWith(promptId)
                        && new String(record.value(), UTF_8).contains("urn:calotype:problem:conflict"));
        assertThat(told).allSatisfy(event -> assertThat(new String(event.value(), UTF_8))
                .contains("/somebody/else"));
        assertThat(store.stat("images/" + image + ".png")).isPresent();
        assertThat(endOf(image).event().getType()).isEqualTo("io.calotype.image.cancelled.v1");
        assertThat(gateway.get("/v1/prompts/" + promptId).body()).contains(TEXT);
        assertThat(probe.all(Topics.CANCELLATIONS, record -> promptId.equals(record.key())))
                .isEmpty();
    }

    @Test
    void imagesThatTheTopicsHaveForgottenAreErasedByTheirEnds() {
        // Given
        var promptId = "bare-" + UUID.randomUUID();
        var image = new ImageId(promptId, 3);
        put("images/" + image + ".webp");
        end(image, "/calotype.prompts");
        // When
        probe.send(
                Topics.ERASURES,
                promptId,
                "{\"prompt_id\":\"%s\"}".formatted(promptId).getBytes(UTF_8));
        // Then
        probe.await(
                Topics.IMAGES, 1, LIMIT, record -> isNamed(TopicProbe.header(record, "ce_id"), promptId, "/erased"));
        assertThat(store.stat("images/" + image + ".webp")).isEmpty();
    }

    @Test
    void oneThatCannotBeReadIsADeadLetterAndTheNextIsDone() {
        // Given
        var promptId = prompt();
        // When
        probe.send(
                Topics.ERASURES,
                promptId,
                "{\"prompt\":\"%s\"}".formatted(promptId).getBytes(UTF_8));
        ask(promptId, 0, Owners.GATEWAY);
        // Then
        var letter = probe.await(Topics.deadLetters(Topics.ERASURES), 1, LIMIT, record -> promptId.equals(record.key()))
                .get(0);
        assertThat(TopicProbe.header(letter, "dead-letter-reason")).contains("prompt_id");
        probe.await(
                Topics.IMAGES, 1, LIMIT, record -> isNamed(TopicProbe.header(record, "ce_id"), promptId, "/erased"));
    }

    private static boolean isNamed(String id, String promptId, String ending) {
        return id.startsWith(promptId + "/") && id.endsWith(ending);
    }

    private String prompt() {
        var accepted = gateway.post("/v1/prompts", "{\"prompt\":\"%s\",\"n\":2}".formatted(TEXT));
        return Gateway.json(accepted).path("id").asText();
    }

    private void put(String key) {
        store.putIfAbsent(key, TEXT.getBytes(UTF_8), "image/png", Map.of());
    }

    private void end(ImageId id) {
        end(id, Owners.GATEWAY);
    }

    private void end(ImageId id, String source) {
        var end = new RequestedImage(id, Origin.of(id.promptId(), source), "a".repeat(64)).cancelled();
        store.putIfAbsent(ImageEnd.objectKey(id), end.toJson(), Events.JSON, Map.of());
    }

    private ImageEnd endOf(ImageId id) {
        return ImageEnd.parse(
                id, store.get(ImageEnd.objectKey(id), ImageEnd.maxBytes()).orElseThrow());
    }

    private void ask(String promptId, @Nullable Integer index, String source) {
        var event = Events.of(new ErasureRequested(UUID.randomUUID().toString(), source, promptId, index));
        probe.send(KafkaMessageFactory.<String>createWriter(Topics.ERASURES, promptId)
                .writeBinary(event));
    }
}
