package io.calotype.diffusion.messaging;

import static io.calotype.diffusion.messaging.PipelineProbe.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images keep steps, others branch off from them, and what does not permit it ends with the reason. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class BranchIT extends PipelineTestCase {

    private static final int STEPS = 6;
    private static final int STEP = 4;

    @Inject
    ObjectStore store;

    @Inject
    DenoisingPack pack;

    @Test
    void onlyStepsThatAreAskedForAreKept() {
        // Given
        var none = image(1);
        var all = image(2).keeping(1);
        var some = image(3).keeping(4);
        // When
        probe.send(none);
        probe.send(all);
        probe.send(some);
        probe.latents(none, 0);
        probe.latents(all, 0);
        probe.latents(some, 0);
        // Then
        assertThat(steps(none)).isEmpty();
        assertThat(steps(all)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(steps(some)).containsExactly(4, 6);
    }

    @Test
    void aBranchWithNothingChangedHasTheSameBytes() {
        // Given
        var parent = drawn(11);
        // When
        var branch = parent.branch(STEP);
        probe.send(branch);
        // Then
        assertThat(probe.latents(branch, 0)).isEqualTo(probe.latents(parent, 0));
        assertThat(progress(branch)).isEqualTo(STEPS - STEP);
        assertThat(steps(branch)).isEmpty();
    }

    @Test
    void otherWordsChangeThePictureAndTheLaterTheLess() {
        // Given
        var parent = drawn(12);
        var late = parent.branch(STEPS - 1).withWordsOf(image(99));
        var early = parent.branch(1).withWordsOf(image(99));
        // When
        probe.send(late);
        probe.send(early);
        // Then
        var before = probe.latents(parent, 0).toFloatArray();
        double near = distance(before, probe.latents(late, 0).toFloatArray());
        double far = distance(before, probe.latents(early, 0).toFloatArray());
        assertThat(near).isPositive().isLessThan(far);
    }

    @Test
    void anotherSchedulerGoesOnFromTheSameNoise() {
        // Given
        var parent = drawn(13);
        var branch = parent.branch(STEP).withScheduler("flow_match_heun");
        // When
        probe.send(branch);
        // Then
        double distance = distance(
                probe.latents(parent, 0).toFloatArray(),
                probe.latents(branch, 0).toFloatArray());
        assertThat(distance).isPositive();
        assertThat(progress(branch)).isEqualTo(2 * (STEPS - STEP) - 1);
    }

    @Test
    void theLastStepNeedsNoModel() {
        // Given
        var parent = drawn(14);
        var branch = parent.branch(STEPS);
        // When
        probe.send(branch);
        // Then
        assertThat(probe.latents(branch, 0)).isEqualTo(probe.latents(parent, 0));
        assertThat(progress(branch)).isZero();
    }

    @Test
    @Tag("long")
    void aPausedBranchGoesOnToTheSameBytes() {
        // Given
        var parent = EmbeddedImage.of(pack.pack().digest(), 120, 3, 15).keeping(10);
        probe.send(parent);
        probe.latents(parent, 0);
        var branch = parent.branch(10);
        probe.send(branch);
        probe.await(Topics.PROGRESS, branch.id());
        // When
        probe.decide(new PromptPaused(branch.id().promptId(), null, Owners.PIPELINE));
        await().atMost(LIMIT)
                .until(() -> !store.list(PausedObject.folder(branch.id().promptId(), 0))
                        .isEmpty());
        probe.decide(new PromptResumed(branch.id().promptId(), null, Owners.PIPELINE));
        // Then
        assertThat(probe.latents(branch, 0)).isEqualTo(probe.latents(parent, 0));
    }

    @Test
    void nothingIsKeptOfAnImageThatIsErasedWhileItIsDenoised() {
        // Given
        var image = EmbeddedImage.of(pack.pack().digest(), 40, 3, 16).keeping(1);
        probe.send(image);
        await().atMost(LIMIT).until(() -> !steps(image).isEmpty());
        // When
        var erased = Erasure.end(image.id(), image.task().image().digest(), Events.SOURCE);
        store.putIfAbsent(ImageEnd.objectKey(image.id()), erased.toJson(), Events.JSON, Map.of());
        // Then
        probe.latents(image, 0);
        assertThat(steps(image)).isEmpty();
        // When
        var left = new KeptStep(image.task(), 1, false, new Safetensors(Map.of(), Map.of()));
        store.putIfAbsent(StepObject.key(left.place()), left.toSafetensors(), Events.SAFETENSORS, Map.of());
        probe.send(image);
        // Then
        await().atMost(LIMIT).until(() -> steps(image).isEmpty());
    }

    @Test
    void aStepThatIsNotKeptIsRefusedWithThoseThatAre() {
        // Given
        var parent = image(21).keeping(4);
        probe.send(parent);
        probe.latents(parent, 0);
        // Then
        assertThat(problem(parent.branch(5)))
                .isEqualTo("not-kept parent_step step 5 of " + parent.id() + " is not kept; kept are 4, 6");
        assertThat(problem(image(22).branch(5)))
                .startsWith("not-kept parent_step")
                .endsWith("no step of it is");
    }

    @Test
    void whatTheStateDoesNotPermitIsRefused() {
        // Given
        var parent = drawn(23);
        // Then
        assertThat(problem(parent.branch(STEP).withSeed(24))).startsWith("unsupported seed");
        assertThat(problem(parent.branch(STEPS).withScheduler("flow_match_heun")))
                .startsWith("unsupported scheduler")
                .endsWith("nothing is left to denoise");
    }

    /** How a stored step is damaged, and the problem that follows. */
    @ParameterizedTest
    @CsvSource({
        "pack, pack-mismatch parent",
        "shape, invalid-tensor latents",
        "beyond, invalid-tensor step",
        "other, invalid-tensor parent_step",
        "steps, invalid-tensor steps",
        "nan, not-finite latents",
        "scheduler, pack-mismatch scheduler",
        "image, invalid-tensor parent",
        "owner, not-owner parent",
        "garbage, invalid-tensor"
    })
    void aStepThatCannotBeTrustedEndsTheBranch(String damage, String expected) {
        // Given
        var parent = drawn(31);
        var key = StepObject.key(new ParentStep(parent.id(), STEP));
        var kept = KeptStep.parse(
                ByteBuffer.wrap(store.get(key, Limits.MAX_KEPT_STEP_BYTES).orElseThrow()));
        // When
        store.delete(key);
        store.putIfAbsent(key, damaged(kept, damage), Events.SAFETENSORS, Map.of());
        // Then
        assertThat(problem(parent.branch(STEP))).startsWith(expected);
    }

    private byte[] damaged(KeptStep kept, String damage) {
        return switch (damage) {
            case "pack" -> task(kept, kept.task().origin(), "0".repeat(64));
            case "owner" ->
                task(
                        kept,
                        Origin.of(kept.task().id().promptId(), "/somebody-else"),
                        kept.task().packDigest());
            case "image" -> with(kept, image(32).task(), kept.trajectory()).toSafetensors();
            case "garbage" -> new byte[] {1, 2, 3};
            case "shape" -> latents(kept, tensor -> Tensor.ofFloats(Shape.of(1, 2, 2), new float[4]));
            case "nan" ->
                latents(kept, tensor -> {
                    var values = tensor.toFloatArray();
                    values[5] = Float.NaN;
                    return Tensor.ofFloats(tensor.shape(), values);
                });
            case "beyond" -> metadata(kept, "step", Integer.toString(STEPS + 1));
            case "other" -> metadata(kept, "step", Integer.toString(STEP - 1));
            case "steps" -> metadata(kept, "steps", "2000000000");
            default -> metadata(kept, "scheduler", "euler");
        };
    }

    private static byte[] task(KeptStep kept, Origin origin, String packDigest) {
        var task = kept.task();
        var image = new RequestedImage(task.id(), origin, task.image().digest());
        var other = new ImageTask(image, task.spec(), packDigest, task.requestedAt(), task.timings());
        return with(kept, other, kept.trajectory()).toSafetensors();
    }

    private static KeptStep with(KeptStep kept, ImageTask task, Safetensors trajectory) {
        return new KeptStep(task, kept.step(), kept.partial(), trajectory);
    }

    private static byte[] metadata(KeptStep kept, String name, String value) {
        var metadata = new HashMap<>(kept.trajectory().metadata());
        metadata.put(name, value);
        return with(
                        kept,
                        kept.task(),
                        new Safetensors(metadata, kept.trajectory().tensors()))
                .toSafetensors();
    }

    private static byte[] latents(KeptStep kept, UnaryOperator<Tensor> change) {
        var tensors = new HashMap<>(kept.trajectory().tensors());
        tensors.computeIfPresent("latents", (name, tensor) -> change.apply(tensor));
        return with(kept, kept.task(), new Safetensors(kept.trajectory().metadata(), tensors))
                .toSafetensors();
    }

    private EmbeddedImage drawn(long seed) {
        var image = image(seed).keeping(1);
        probe.send(image);
        probe.latents(image, 0);
        return image;
    }

    private EmbeddedImage image(long seed) {
        return EmbeddedImage.of(pack.pack().digest(), STEPS, 3, seed);
    }

    private List<Integer> steps(EmbeddedImage image) {
        return StepObject.steps(image.id(), store.list(StepObject.folder(image.id())));
    }

    private int progress(EmbeddedImage image) {
        return probe.topics()
                .all(Topics.PROGRESS, record -> image.id().toString().equals(record.key()))
                .size();
    }

    /** Sends a branch and returns how it failed: type, field and detail. */
    private String problem(EmbeddedImage branch) {
        probe.send(branch);
        var end = probe.await(Topics.IMAGES, branch.id());
        assertThat(PipelineProbe.type(end)).isEqualTo(EventTypes.IMAGE_FAILED);
        JsonNode problem = StrictJson.parse(end.value(), Limits.MAX_EVENT_BYTES).path("problem");
        var type = problem.path("type").asText().replace("urn:calotype:problem:", "");
        return type + " " + problem.path("field").asText() + " "
                + problem.path("detail").asText();
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.pow(one[i] - other[i], 2);
        }
        return Math.sqrt(sum);
    }
}
