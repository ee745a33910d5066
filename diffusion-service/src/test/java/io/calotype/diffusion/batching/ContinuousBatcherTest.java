package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.inference.onnx.OnnxException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuousBatcherTest {

    private static final int PRIORITY = 5;

    private final FakeModel model = new FakeModel();
    private final List<String> counted = new ArrayList<>();
    private final ContinuousBatcher batcher =
            new ContinuousBatcher(model, 3, (images, rows, nanos) -> counted.add(images.size() + "/" + rows));

    @Test
    void lateRequestJoinsBetweenSteps() {
        // Given
        submit(FakeModel.image(3));
        batcher.tick();
        // When
        submit(FakeModel.image(1));
        batcher.tick();
        batcher.tick();
        // Then
        assertThat(model.batchSizes()).containsExactly(1, 2, 1);
    }

    @Test
    void ownerLearnsEveryStepAndTheEnd() {
        // Given
        var owner = submit(FakeModel.image(2));
        // When
        ticks(3);
        // Then
        assertThat(owner.told).containsExactly("started", "stepped", "stepped", "finished");
        assertThat(model.batchSizes()).containsExactly(1, 1);
    }

    @Test
    void noMoreRunThanTheLimitAndTheNextJoinsWhenOneLeaves() {
        // Given
        submit(FakeModel.image(1));
        submit(FakeModel.image(2));
        submit(FakeModel.image(2));
        submit(FakeModel.image(2));
        // When
        ticks(4);
        // Then
        assertThat(model.batchSizes()).containsExactly(3, 3, 1);
    }

    @Test
    void higherPriorityJoinsFirstAndEqualOnesInOrder() {
        // Given
        submit(FakeModel.image(1), 5);
        submit(FakeModel.image(1), 5);
        submit(FakeModel.image(1), 5);
        batcher.tick();
        var first = FakeModel.image(1);
        var second = FakeModel.image(1);
        var urgent = FakeModel.image(1);
        var idle = FakeModel.image(1);
        submit(idle, 0);
        submit(first, 5);
        submit(second, 5);
        submit(urgent, 9);
        // When
        ticks(2);
        // Then
        assertThat(model.calls.subList(1, 3)).containsExactly(List.of(urgent, first, second), List.of(idle));
    }

    @Test
    void differentShapesDoNotShareACall() {
        // Given
        submit(FakeModel.image(1, Shape.of(1, 2, 2), false));
        submit(FakeModel.image(1, Shape.of(1, 4, 2), true));
        submit(FakeModel.image(1, Shape.of(1, 2, 2), true));
        // When
        batcher.tick();
        // Then
        assertThat(model.batchSizes()).containsExactly(2, 1);
        assertThat(counted).containsExactly("2/3", "1/2");
    }

    @Test
    void unwantedImageLeavesAtTheNextStep() {
        // Given
        var runs = submit(FakeModel.image(500));
        submit(FakeModel.image(2));
        submit(FakeModel.image(2));
        var waits = submit(FakeModel.image(500));
        batcher.tick();
        // When
        runs.wanted = false;
        waits.wanted = false;
        batcher.tick();
        // Then
        assertThat(runs.told).containsExactly("started", "stepped", "cancelled");
        assertThat(waits.told).containsExactly("cancelled");
        assertThat(model.batchSizes()).containsExactly(3, 2);
    }

    @Test
    void leavingImageIsGoneBeforeTheNextStep() {
        // Given
        var runs = submit(FakeModel.image(500));
        submit(FakeModel.image(2));
        submit(FakeModel.image(2));
        var waits = submit(FakeModel.image(500));
        batcher.tick();
        // When
        runs.leaving = true;
        waits.leaving = true;
        batcher.tick();
        // Then
        assertThat(runs.told).containsExactly("started", "stepped", "left");
        assertThat(waits.told).containsExactly("left");
        assertThat(model.batchSizes()).containsExactly(3, 2);
    }

    @Test
    void latentsThatAreNotFiniteFail() {
        // Given
        model.prediction = Float.NaN;
        var owner = submit(FakeModel.image(3));
        // When
        ticks(2);
        // Then
        assertThat(owner.told)
                .containsExactly("started", "failed: NOT_FINITE: latents are not finite at element 0 after step 1");
        assertThat(model.calls).hasSize(1);
    }

    @Test
    void failingModelFailsItsImagesAndNobodyElse() {
        // Given
        var failing = new ContinuousBatcher(
                images -> {
                    if (images.get(0).rows() == 2) {
                        throw new IllegalStateException("out of memory");
                    }
                    model.step(images);
                },
                3,
                (images, rows, nanos) -> {});
        var good = new ImageProbe();
        var bad = new ImageProbe();
        failing.submit(new RunningImage(PRIORITY, FakeModel.image(1, Shape.of(1, 4, 4), true), bad));
        failing.submit(new RunningImage(PRIORITY, FakeModel.image(1), good));
        // When
        failing.tick();
        // Then
        assertThat(bad.told).containsExactly("started", "failed: out of memory");
        assertThat(good.told).containsExactly("started", "stepped", "finished");
    }

    @Test
    void aModelThatFailsForOneImageOfACallFailsItAlone() {
        // Given
        var bad = FakeModel.image(1);
        var failing = new ContinuousBatcher(
                images -> {
                    if (images.contains(bad)) {
                        throw new OnnxException("controlnet/model.onnx", "failed");
                    }
                    model.step(images);
                },
                3,
                (images, rows, nanos) -> {});
        var badOwner = new ImageProbe();
        var good = List.of(new ImageProbe(), new ImageProbe());
        failing.submit(new RunningImage(PRIORITY, FakeModel.image(1), good.get(0)));
        failing.submit(new RunningImage(PRIORITY, bad, badOwner));
        failing.submit(new RunningImage(PRIORITY, FakeModel.image(1), good.get(1)));
        // When
        failing.tick();
        // Then
        assertThat(badOwner.told).containsExactly("started", "failed: controlnet/model.onnx: failed");
        assertThat(good).allSatisfy(owner -> assertThat(owner.told).containsExactly("started", "stepped", "finished"));
    }

    @Test
    void whatHadAdvancedBeforeTheModelFailedAdvancesOnce() {
        // Given
        var first = FakeModel.image(2);
        var second = FakeModel.image(2);
        var failing = new ContinuousBatcher(
                images -> {
                    model.step(images.subList(0, 1)); // as for a model with one timestep a call
                    if (images.size() > 1) {
                        throw new OnnxException("unet/model.onnx", "failed");
                    }
                },
                2,
                (images, rows, nanos) -> {});
        failing.submit(new RunningImage(PRIORITY, first, new ImageProbe()));
        failing.submit(new RunningImage(PRIORITY, second, new ImageProbe()));
        // When
        failing.tick();
        // Then
        assertThat(List.of(first, second))
                .extracting(image -> image.trajectory().step())
                .containsExactly(1, 1);
    }

    @Test
    void closingGivesBackWhoWaitsAndLetsTheRunningFinish() {
        // Given
        var runs = submit(FakeModel.image(2));
        batcher.tick();
        var waits = submit(FakeModel.image(2));
        // When
        batcher.close();
        var late = submit(FakeModel.image(2));
        batcher.tick();
        // Then
        assertThat(waits.told).containsExactly("given back");
        assertThat(late.told).containsExactly("given back");
        assertThat(runs.told).containsExactly("started", "stepped", "stepped", "finished");
    }

    @Test
    void abandoningGivesBackWhatRuns() throws InterruptedException {
        // Given
        var owner = submit(FakeModel.image(2));
        batcher.tick();
        // When
        batcher.close();
        batcher.abandon();
        // Then
        assertThat(owner.told).containsExactly("started", "stepped", "given back");
        assertThat(batcher.awaitWork()).isFalse();
    }

    @Test
    void limitMustBeAtLeastOne() {
        assertThatThrownBy(() -> new ContinuousBatcher(model, 0, (images, rows, nanos) -> {}))
                .hasMessage("maxBatch is 0, not at least 1");
    }

    private ImageProbe submit(Denoising image) {
        return submit(image, PRIORITY);
    }

    private ImageProbe submit(Denoising image, int priority) {
        var owner = new ImageProbe();
        batcher.submit(new RunningImage(priority, image, owner));
        return owner;
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            batcher.tick();
        }
    }
}
