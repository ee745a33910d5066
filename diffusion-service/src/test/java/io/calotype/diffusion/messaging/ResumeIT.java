package io.calotype.diffusion.messaging;

import static io.calotype.diffusion.messaging.PipelineProbe.EMBEDDINGS;
import static io.calotype.diffusion.messaging.PipelineProbe.LATENTS;
import static io.calotype.diffusion.messaging.PipelineProbe.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.opentelemetry.context.Context;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** An image that another process has begun goes on from what that one has kept. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class ResumeIT extends PipelineTestCase {

    private static final int STEPS = 12;
    private static final int KEPT = 7;
    private static final long SLOTS = 1 << 24;
    private static final TopicPartition GONE = new TopicPartition("calotype.embeddings.elsewhere", 0);

    @Inject
    ObjectStore store;

    @Inject
    TrajectoryStore trajectories;

    @Inject
    DenoisingPack pack;

    @Inject
    EmbeddingCheck check;

    @Inject
    RunHandover handover;

    @Test
    void itGoesOnAtItsStepAndEndsInTheBytesOfOneThatWasNeverInterrupted() {
        // Given
        var alone = image(31);
        probe.send(alone);
        var image = image(31);
        trajectories.keep(
                TrajectoryPlace.all(image.task()).get(0),
                begun(image).trajectory().save());
        // When
        sendMarked(image);
        // Then
        assertThat(probe.latents(image, 0)).isEqualTo(probe.latents(alone, 0));
        assertThat(steps(image.id(), STEPS - KEPT)).startsWith(KEPT + 1).doesNotContain(1);
        var latents = probe.await(LATENTS, image.id());
        assertThat(PipelineProbe.text(
                        latents.headers().lastHeader("ce_trajectorykept").value()))
                .isEqualTo("true");
    }

    @Test
    void whatCannotBeTrustedIsNotUsed() {
        // Given
        var alone = image(32);
        probe.send(alone);
        var image = image(32);
        store.putIfAbsent(key(image), new byte[] {1, 2, 3}, "application/octet-stream", Map.of());
        // When
        sendMarked(image);
        // Then
        assertThat(probe.latents(image, 0)).isEqualTo(probe.latents(alone, 0));
        assertThat(steps(image.id(), STEPS)).startsWith(1);
    }

    @Test
    void anImageWhoseLatentsWereSentIsNotDenoisedAgain() {
        // Given
        var image = image(33);
        trajectories.keepDenoised(TrajectoryPlace.all(image.task()).get(0));
        // When
        int partition = sendMarked(image);
        // Then
        await().atMost(LIMIT).until(() -> store.stat(key(image)).isEmpty());
        var next = image(34);
        while (probe.send(next) != partition) {
            next = image(34);
        }
        probe.latents(next, 0);
        assertThat(probe.topics().all(LATENTS, record -> image.id().toString().equals(record.key())))
                .isEmpty();
    }

    @Test
    void aRunningImageIsKeptUntilItHasEnded() {
        // Given
        var image = EmbeddedImage.of(pack.pack().digest(), 500, 3, 35);
        probe.send(image);
        // When
        await().atMost(LIMIT).until(() -> store.stat(key(image)).isPresent());
        probe.cancel(image.id());
        // Then
        probe.await(Topics.IMAGES, image.id());
        await().atMost(LIMIT).until(() -> store.stat(key(image)).isEmpty());
    }

    @Test
    void aClaimThatIsGoneSaysItAsWellAndLeavesNothingThatNobodyWouldRemove() {
        // Given
        var inRecord = image(36);
        var claimed = image(37);
        // When
        handover.denoised(
                received(inRecord, new RecordHeaders()),
                TrajectoryPlace.all(inRecord.task()).get(0));
        handover.denoised(
                received(claimed, claim()), TrajectoryPlace.all(claimed.task()).get(0));
        handover.keepDone(Map.of(GONE, 0L)).toCompletableFuture().join();
        // Then
        assertThat(store.stat(key(inRecord))).isPresent();
        assertThat(store.stat(key(claimed))).isEmpty();
    }

    private static ReceivedRecord received(EmbeddedImage image, Headers headers) {
        var key = image.id().toString();
        return new ReceivedRecord(
                GONE.topic(), GONE.partition(), 0, Instant.now(), key, headers, new byte[0], Context.root());
    }

    private static Headers claim() {
        var headers = new RecordHeaders();
        Map.of("ce_dataref", "s3://calotype/claims/an-image", "ce_datasha256", "0".repeat(64), "ce_datasize", "7")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private EmbeddedImage image(long seed) {
        return EmbeddedImage.of(pack.pack().digest(), STEPS, 3, seed);
    }

    private static String key(EmbeddedImage image) {
        return TrajectoryPlace.all(image.task()).get(0).key();
    }

    private Denoising begun(EmbeddedImage image) {
        var denoising = check.begin(new ImageTensors(image.task(), image.tensors()));
        try (var denoiser = pack.denoiser(SLOTS)) {
            while (denoising.trajectory().step() < KEPT) {
                denoiser.step(List.of(denoising));
            }
        }
        return denoising;
    }

    /** Sends an image as one that may have begun elsewhere. */
    private int sendMarked(EmbeddedImage image) {
        var record = new ProducerRecord<>(EMBEDDINGS, image.id().toString(), image.value());
        record.headers().add("ce_" + TrajectoryObject.EXTENSION, "true".getBytes(StandardCharsets.UTF_8));
        return probe.topics().send(record).partition();
    }

    private List<Integer> steps(ImageId id, int count) {
        return probe.await(Topics.PROGRESS, count, id).stream()
                .map(step -> Events.imageProgress(PipelineProbe.event(step)))
                .map(ImageProgress::step)
                .toList();
    }
}
