package io.calotype.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.SchedulerFactory;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kept trajectory is used for the image that it is of, and for no other. */
class TrajectoryFileTest {

    private static final Shape SHAPE = Shape.of(4, 8, 8);
    private static final Scheduler SCHEDULER = SchedulerFactory.create(
            JsonNodeFactory.instance.objectNode().put("_class_name", "DPMSolverMultistepScheduler"), "");
    private static final TrajectoryPlace PLACE =
            new TrajectoryPlace(new ImageId("apple", 0), "trajectories/apple/0/a.safetensors");

    @Test
    void itGoesOnWhereItWasKept() {
        // Given
        var image = image(7, SHAPE, 20);
        step(image, 9);
        // When
        var kept = read(TrajectoryFile.of(PLACE, image.trajectory().save()));
        // Then
        assertThat(kept).isInstanceOfSatisfying(Kept.Underway.class, underway -> {
            var trajectory = underway.denoising().trajectory();
            assertThat(trajectory.step()).isEqualTo(9);
            assertThat(trajectory.latents()).isEqualTo(image.trajectory().latents());
        });
    }

    @Test
    void itMaySayThatTheImageIsDenoised() {
        assertThat(read(TrajectoryFile.ofDenoised(PLACE))).isEqualTo(new Kept.Denoised());
    }

    @Test
    void itIsNoLargerThanMayBeRead() {
        // Given
        var image = image(7, SHAPE, 20);
        step(image, 9);
        // When
        var file = TrajectoryFile.of(PLACE, image.trajectory().save());
        // Then
        assertThat(file.length).isLessThan((int) TrajectoryFile.maxBytes(image));
    }

    @ParameterizedTest
    @CsvSource({"8,8,20", "7,16,20", "7,8,21"})
    void anotherSeedShapeOrCountOfStepsIsRefused(long seed, int side, int steps) {
        // Given
        var other = image(seed, Shape.of(4, side, side), steps);
        step(other, 9);
        // Then
        assertRefused(TrajectoryFile.of(PLACE, other.trajectory().save()), "started otherwise");
    }

    @Test
    void oneThatIsStoredUnderAnotherKeyIsRefused() {
        // Given
        var image = image(7, SHAPE, 20);
        var elsewhere = new TrajectoryPlace(PLACE.image(), "trajectories/apple/0/b.safetensors");
        // Then
        assertRefused(TrajectoryFile.of(elsewhere, image.trajectory().save()), "another image, request or pack");
        assertRefused(TrajectoryFile.ofDenoised(elsewhere), "another image, request or pack");
    }

    @ParameterizedTest
    @CsvSource({
        "step,21",
        "step,-1",
        "step,20",
        "steps,2147483647",
        "draws,100000",
        "first,3",
        "scheduler,euler",
        "settings,0"
    })
    void metadataThatDoNotFitAreRefused(String name, String value) {
        // Given
        var image = image(7, SHAPE, 20);
        step(image, 9);
        var saved = image.trajectory().save();
        var metadata = new HashMap<>(saved.metadata());
        metadata.put(name, value);
        // Then
        assertRefused(TrajectoryFile.of(PLACE, new Safetensors(metadata, saved.tensors())), "");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        // Given
        var image = image(7, SHAPE, 20);
        step(image, 9);
        image.trajectory().latents()[3] = Float.NaN;
        // Then
        assertRefused(TrajectoryFile.of(PLACE, image.trajectory().save()), "");
    }

    @Test
    void missingTensorsAreRefused() {
        // Given
        var image = image(7, SHAPE, 20);
        step(image, 9);
        var saved = image.trajectory().save();
        var latents = Map.<String, Tensor>of("latents", saved.require("latents"));
        // Then
        assertRefused(TrajectoryFile.of(PLACE, new Safetensors(saved.metadata(), latents)), "");
        assertRefused(TrajectoryFile.of(PLACE, new Safetensors(saved.metadata(), Map.of())), "");
        assertRefused(new byte[] {1, 2, 3}, "");
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(Refusal.class).hasMessageContaining(why);
    }

    private static Kept read(byte[] file) {
        return TrajectoryFile.read(PLACE, image(7, SHAPE, 20), file);
    }

    private static Denoising image(long seed, Shape shape, int steps) {
        var prompt = new PromptEmbedding(new float[0], new long[0], new float[0]);
        var trajectory = SCHEDULER.begin(new TrajectoryStart(new Seed(seed), shape, steps));
        return new Denoising(SCHEDULER, trajectory, prompt, null, new Guidance(1, 0), null, new BatchKey(shape, 48));
    }

    private static void step(Denoising image, int steps) {
        for (int i = 0; i < steps; i++) {
            var latents = image.trajectory().latents();
            SCHEDULER.step(image.trajectory(), FloatBuffer.wrap(latents.clone()));
        }
    }
}
