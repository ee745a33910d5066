package io.calotype.stage.messaging;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.calotype.messaging.testing.TopicTestCase;
import io.calotype.stage.ends.EndArbiter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EchoStage.Profile.class)
@WithTestResource(EmbeddedParts.class)
class StageIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");
    private static final String LATENTS = Topics.latents("pictograms");

    @Inject
    ObjectStore store;

    @Inject
    EndArbiter arbiter;

    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void close() {
        threads.shutdown();
    }

    @Test
    void passesTensorsOnWithTheTraceOfThePrompt() {
        // Given
        var image = image(20, 8);
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var record = record(image);
        record.headers().add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
        // When
        probe.send(record);
        // Then
        var sent = awaitImage(LATENTS, image);
        assertThat(ImageTensors.parse(ByteBuffer.wrap(sent.value())).task()).isEqualTo(image.task());
        assertThat(TopicProbe.header(sent, "ce_type")).isEqualTo(EventTypes.IMAGE_DENOISED);
        assertThat(TopicProbe.header(sent, "content-type")).isEqualTo("application/vnd.safetensors");
        assertThat(TopicProbe.header(sent, "traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void aLargeValueGoesThroughTheObjectStore() {
        // Given
        var image = image(20, 4096);
        // When
        probe.send(record(image));
        // Then
        var sent = awaitImage(LATENTS, image);
        assertThat(sent.value()).isNullOrEmpty();
        var dataref = TopicProbe.header(sent, "ce_dataref");
        assertThat(dataref).startsWith("s3://calotype/claims/" + image.task().id() + "/");
        var value =
                store.get(dataref.substring("s3://calotype/".length()), 1 << 20).orElseThrow();
        assertThat(ImageTensors.parse(ByteBuffer.wrap(value)).tensors()).containsKey("latents");
    }

    @Test
    void tensorsAboveTheClaimLimitFailTheirImage() {
        // Given
        var image = image(20, EchoStage.CLAIM_LIMIT / Float.BYTES);
        // When
        probe.send(record(image));
        // Then
        var failed = awaitImage(Topics.IMAGES, image);
        assertThat(TopicProbe.header(failed, "ce_type")).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(new String(failed.value(), StandardCharsets.UTF_8))
                .contains("problem:too-large", "the limit is " + EchoStage.CLAIM_LIMIT);
    }

    @Test
    void aClaimIsRemovedByItsReader() {
        // Given
        var image = image(20, 4096);
        probe.send(record(image));
        var claimed = awaitImage(LATENTS, image);
        // When
        var again = new ProducerRecord<>(EMBEDDINGS, null, claimed.key(), claimed.value(), claimed.headers());
        probe.send(again);
        // Then
        var key = TopicProbe.header(claimed, "ce_dataref").substring("s3://calotype/".length());
        await().atMost(LIMIT).until(() -> store.stat(key).isEmpty());
    }

    @Test
    void aRefusalFailsTheImageAndNothingElse() {
        // Given
        var refused = image(500, 8);
        var good = image(20, 8);
        // When
        probe.send(record(refused));
        probe.send(record(good));
        // Then
        var failed = awaitImage(Topics.IMAGES, refused);
        assertThat(TopicProbe.header(failed, "ce_type")).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(new String(failed.value(), StandardCharsets.UTF_8))
                .contains("\"stage\":\"denoise\"", "\"field\":\"steps\"", "problem:unsupported")
                .doesNotContain("a secret apple");
        awaitImage(LATENTS, good);
    }

    @Test
    void ofManyEndsAtOnceOneStandsAndAllLearnWhich() {
        // Given
        var image = image(20, 8).task().image();
        var proposals = IntStream.range(0, 16)
                .mapToObj(n -> n % 2 == 0
                        ? image.cancelled()
                        : image.failed(new Problem(ProblemType.INTERNAL, "number " + n, Stage.DENOISE, null)))
                .toList();
        // When
        var stands = proposals.stream()
                .map(end -> CompletableFuture.supplyAsync(() -> arbiter.decide(end), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .collect(Collectors.toSet());
        // Then
        assertThat(stands).hasSize(1);
        assertThat(proposals).containsAll(stands);
        assertThat(arbiter.find(image.id())).hasValue(stands.iterator().next());
    }

    @Test
    void anImageThatHasEndedIsNotWorkedOnAndGetsItsEndAgain() {
        // Given
        var image = image(20, 8);
        var cancelled = image.task().image().cancelled();
        arbiter.decide(cancelled);
        var next = image(20, 8);
        // When
        probe.send(record(image));
        probe.send(record(image));
        probe.send(record(next));
        // Then
        awaitImage(LATENTS, next);
        var key = image.task().id().toString();
        var told = probe.await(Topics.IMAGES, 2, LIMIT, record -> key.equals(record.key()));
        assertThat(told).allSatisfy(event -> {
            assertThat(TopicProbe.header(event, "ce_type")).isEqualTo(EventTypes.IMAGE_CANCELLED);
            assertThat(event.value()).isEqualTo(cancelled.event().getData().toBytes());
        });
    }

    @Test
    void aClaimIsReleasedWhenItsImageFails() {
        // Given
        var image = image(20, 4096);
        probe.send(record(image));
        var claimed = awaitImage(LATENTS, image);
        arbiter.decide(image.task().image().cancelled());
        // When
        probe.send(new ProducerRecord<>(EMBEDDINGS, null, claimed.key(), claimed.value(), claimed.headers()));
        // Then
        var key = TopicProbe.header(claimed, "ce_dataref").substring("s3://calotype/".length());
        await().atMost(LIMIT).until(() -> store.stat(key).isEmpty());
    }

    @Test
    void anotherImagesClaimIsNeitherReadNorRemoved() {
        // Given
        var victim = image(20, 4096);
        probe.send(record(victim));
        var claimed = awaitImage(LATENTS, victim);
        var thief = image(20, 8).task().id().toString();
        // When
        probe.send(new ProducerRecord<>(EMBEDDINGS, null, thief, claimed.value(), claimed.headers()));
        // Then
        probe.await(Topics.deadLetters(EMBEDDINGS), 1, LIMIT, record -> thief.equals(record.key()));
        var key = TopicProbe.header(claimed, "ce_dataref").substring("s3://calotype/".length());
        assertThat(store.stat(key)).isPresent();
    }

    @Test
    void aRecordUnderAnotherImagesKeyIsADeadLetterAndEndsNothing() {
        // Given
        var image = image(20, 8);
        var victim = image(20, 8).task().id();
        // When
        probe.send(new ProducerRecord<>(EMBEDDINGS, victim.toString(), image.toSafetensors()));
        // Then
        probe.await(Topics.deadLetters(EMBEDDINGS), 1, LIMIT, record -> victim.toString()
                .equals(record.key()));
        assertThat(arbiter.find(victim)).isEmpty();
        assertThat(arbiter.find(image.task().id())).isEmpty();
    }

    @Test
    void aRecordWhoseSubjectIsAnotherImageIsADeadLetter() {
        // Given
        var image = image(20, 8);
        var named = new ProducerRecord<>(EMBEDDINGS, image.task().id().toString(), image.toSafetensors());
        named.headers().add("ce_subject", "another/0".getBytes(StandardCharsets.UTF_8));
        // When
        probe.send(named);
        // Then
        var letter = probe.await(Topics.deadLetters(EMBEDDINGS), 1, LIMIT, record -> named.key()
                        .equals(record.key()))
                .get(0);
        assertThat(TopicProbe.header(letter, "dead-letter-reason"))
                .contains("its subject names another image than its tensors");
        assertThat(arbiter.find(image.task().id())).isEmpty();
    }

    @Test
    void whatCannotBeParsedIsADeadLetterAndTheNextRecordGoesOn() {
        // Given
        var key = UUID.randomUUID() + "/0";
        var good = image(20, 8);
        // When
        var position = probe.send(EMBEDDINGS, key, "no safetensors".getBytes(StandardCharsets.UTF_8));
        probe.send(record(good));
        // Then
        var letter = probe.await(Topics.deadLetters(EMBEDDINGS), 1, LIMIT, record -> key.equals(record.key()))
                .get(0);
        assertThat(letter.value()).asString().isEqualTo("no safetensors");
        assertThat(TopicProbe.header(letter, "dead-letter-topic")).isEqualTo(EMBEDDINGS);
        assertThat(TopicProbe.header(letter, "dead-letter-partition")).isEqualTo("" + position.partition());
        assertThat(TopicProbe.header(letter, "dead-letter-offset")).isEqualTo("" + position.offset());
        assertThat(TopicProbe.header(letter, "dead-letter-reason")).isNotBlank();
        var failed = probe.await(Topics.IMAGES, 1, LIMIT, record -> key.equals(record.key()))
                .get(0);
        assertThat(TopicProbe.header(failed, "ce_type")).isEqualTo(EventTypes.IMAGE_FAILED);
        awaitImage(LATENTS, good);
    }

    @Test
    void saysWhatItDid() {
        // Given
        var image = image(20, 8);
        probe.send(record(image));
        awaitImage(LATENTS, image);
        // Then
        await().atMost(LIMIT).untilAsserted(() -> assertThat(get("/q/metrics").asString())
                .contains("calotype_stage_records_total{outcome=\"done\",stage=\"denoise\"}")
                .contains("calotype_stage_queue_wait_seconds_count{stage=\"denoise\"}")
                .contains("calotype_stage_sent_bytes_count{stage=\"denoise\"}"));
        get("/q/health/ready").then().statusCode(200);
    }

    private ConsumerRecord<String, byte[]> awaitImage(String topic, ImageTensors image) {
        var key = image.task().id().toString();
        return probe.await(topic, 1, LIMIT, record -> key.equals(record.key())).get(0);
    }

    private static ProducerRecord<String, byte[]> record(ImageTensors image) {
        return new ProducerRecord<>(EMBEDDINGS, image.task().id().toString(), image.toSafetensors());
    }

    private static ImageTensors image(int steps, int floats) {
        var id = new ImageId(UUID.randomUUID().toString(), 0);
        var spec = Samples.spec(new ImageSize(256, 256), Samples.sampling(steps, 3, new Seed(7)));
        var task = Samples.task(id, spec, "0".repeat(64));
        return new ImageTensors(task, Map.of("latents", Tensor.ofFloats(Shape.of(floats), new float[floats])));
    }
}
