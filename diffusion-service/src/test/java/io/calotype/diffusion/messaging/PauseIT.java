package io.calotype.diffusion.messaging;

import static io.calotype.diffusion.messaging.PipelineProbe.LATENTS;
import static io.calotype.diffusion.messaging.PipelineProbe.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A paused image stops, leaves its topic, and goes on to the same bytes, or ends. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class PauseIT extends PipelineTestCase {

    private static final int STEPS = 150;
    private static final Duration STILL = Duration.ofSeconds(2);

    @Inject
    ObjectStore store;

    @Inject
    DenoisingPack pack;

    @Inject
    PausedRecords records;

    @Inject
    MeterRegistry metrics;

    @Test
    void itStopsWithinAStepAndGoesOnToTheBytesOfOneThatWasNeverPaused() {
        // Given
        var alone = image(41);
        probe.send(alone);
        var image = image(41);
        probe.send(image);
        awaitStep(image.id());
        // When
        pause(image.id());
        awaitPaused(image.id());
        // Then
        int stopped = steps(image.id());
        await().during(STILL).atMost(LIMIT).until(() -> steps(image.id()) == stopped);
        assertThat(stopped).isLessThan(STEPS);
        assertThat(kept(image.id())).hasSize(1);
        assertThat(probe.topics().all(LATENTS, record -> image.id().toString().equals(record.key())))
                .isEmpty();
        // When
        resume(image.id());
        // Then
        assertThat(probe.latents(image, 0)).isEqualTo(probe.latents(alone, 0));
        await().atMost(LIMIT).until(() -> steps(image.id()) == STEPS);
        assertThat(paused(image.id())).isEmpty();
    }

    @Test
    @Tag("long")
    void oneThatIsPausedBeforeItComesWaitsAsWell() {
        // Given
        var image = image(42);
        pause(image.id());
        pause(image.id());
        // When
        probe.send(image);
        awaitPaused(image.id());
        // Then
        assertThat(steps(image.id())).isZero();
        // When
        resume(image.id());
        resume(image.id());
        // Then
        probe.latents(image, 0);
        await().atMost(LIMIT).until(() -> paused(image.id()).isEmpty());
    }

    @Test
    void oneThatIsCancelledMeanwhileEndsAndLeavesNothing() {
        // Given
        var image = image(43);
        probe.send(image);
        awaitStep(image.id());
        pause(image.id());
        awaitPaused(image.id());
        // When
        probe.cancel(image.id());
        // Then
        assertThat(PipelineProbe.type(probe.await(Topics.IMAGES, image.id()))).isEqualTo(EventTypes.IMAGE_CANCELLED);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(paused(image.id())).isEmpty());
        assertThat(kept(image.id())).isEmpty();
    }

    @Test
    void anotherSourceNeitherPausesResumesNorCancels() {
        // Given
        var image = image(48);
        var id = image.id().promptId();
        probe.decide(new PromptCancelled(id, "/somebody/else"));
        probe.decide(new PromptPaused(id, null, "/somebody/else"));
        double before = ignored();
        // When
        probe.send(image);
        awaitStep(image.id());
        // Then
        await().atMost(LIMIT).until(() -> ignored() == before + 2);
        // When
        pause(image.id());
        awaitPaused(image.id());
        probe.decide(new PromptResumed(id, null, "/somebody/else"));
        // Then
        await().during(STILL).atMost(LIMIT).until(() -> paused(image.id()).size() == 1);
        // When
        probe.decide(new PromptResumed(id, null, image.task().origin().source()));
        // Then
        probe.latents(image, 0);
        await().atMost(LIMIT).until(() -> paused(image.id()).isEmpty());
    }

    private double ignored() {
        return metrics.counter("calotype.decisions.ignored", "stage", "denoise").count();
    }

    /** Whoever looked for paused images did so before this one was stored. */
    @Test
    @Tag("long")
    void oneThatIsResumedWhileItIsStoredGoesOn() {
        // Given
        var image = image(44);
        pause(image.id());
        resume(image.id());
        // When
        records.keep(new ImageTensors(image.task(), image.tensors()), record(image))
                .toCompletableFuture()
                .join();
        // Then
        probe.latents(image, 0);
        assertThat(paused(image.id())).isEmpty();
    }

    @Test
    void oneThatIsCancelledWhileItIsStoredEnds() {
        // Given
        var image = image(45);
        pause(image.id());
        probe.cancel(image.id());
        // When
        records.keep(new ImageTensors(image.task(), image.tensors()), record(image))
                .toCompletableFuture()
                .join();
        // Then
        assertThat(PipelineProbe.type(probe.await(Topics.IMAGES, image.id()))).isEqualTo(EventTypes.IMAGE_CANCELLED);
        assertThat(paused(image.id())).isEmpty();
    }

    @Test
    @Tag("long")
    void aPausedImageKeepsNoOtherWaiting() {
        // Given
        var image = image(46);
        int partition = probe.send(image);
        awaitStep(image.id());
        pause(image.id());
        // When
        var next = image(47);
        while (probe.send(next) != partition) {
            next = image(47);
        }
        // Then
        probe.latents(next, 0);
        await().atMost(LIMIT)
                .until(() ->
                        probe.topics().committed("calotype-diffusion-pictograms", PipelineProbe.EMBEDDINGS, partition)
                                >= probe.topics().end(PipelineProbe.EMBEDDINGS, partition));
        assertThat(paused(image.id())).hasSize(1);
    }

    private EmbeddedImage image(long seed) {
        return EmbeddedImage.of(pack.pack().digest(), STEPS, 3, seed);
    }

    private static ReceivedRecord record(EmbeddedImage image) {
        return new ReceivedRecord(
                PipelineProbe.EMBEDDINGS,
                0,
                4711,
                Instant.now(),
                image.id().toString(),
                new RecordHeaders(),
                image.value(),
                Context.root());
    }

    private void pause(ImageId id) {
        probe.decide(new PromptPaused(id.promptId(), null, Owners.PIPELINE));
    }

    private void resume(ImageId id) {
        probe.decide(new PromptResumed(id.promptId(), id.index(), Owners.PIPELINE));
    }

    private void awaitPaused(ImageId id) {
        await().atMost(LIMIT).until(() -> !paused(id).isEmpty());
    }

    private List<String> paused(ImageId id) {
        return store.list(PausedObject.folder(id.promptId(), id.index()));
    }

    private List<String> kept(ImageId id) {
        return store.list(TrajectoryObject.folder(id));
    }

    private void awaitStep(ImageId id) {
        probe.await(Topics.PROGRESS, id);
    }

    private int steps(ImageId id) {
        return probe.topics()
                .all(Topics.PROGRESS, record -> id.toString().equals(record.key()))
                .size();
    }
}
