package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.noise.TorchGenerator;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways that begin from a picture begin and end as in diffusers, where one field for the sample of the encoder's
 * distribution has been drawn before.
 */
class PictureParityTest {

    /** A variant, its steps, and the strength as text. */
    record Way(Golden golden, String strength) {
        String name() {
            return String.join("/", golden.file(), golden.variant(), Integer.toString(golden.steps()), strength);
        }
    }

    static Stream<Way> ways() {
        return Golden.read("pictures").tensors().keySet().stream()
                .map(name -> name.split("/", -1))
                .map(parts -> new Way(new Golden(parts[0], parts[1], Integer.parseInt(parts[2])), parts[3]));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void beginsAndEndsAsInDiffusers(Way way) {
        // Given
        var expected = Golden.read("pictures").require(way.name()).toFloatArray();
        var scheduler = way.golden().scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, way.golden().steps());
        var picture = new PictureStart(picture(), Double.parseDouble(way.strength()), PicturePipeline.IMAGE_TO_IMAGE);
        // When
        var image = scheduler.begin(start, picture);
        var begin = image.latents().clone();
        Golden.finish(scheduler, image);
        // Then
        int size = begin.length;
        assertClose(begin, Arrays.copyOf(expected, size), 1e-6);
        double largest = Golden.largest(expected);
        assertThat(Golden.difference(image.latents(), Arrays.copyOfRange(expected, size, 2 * size)))
                .isLessThanOrEqualTo(way.golden().allowed() * Math.max(1, largest));
    }

    @Test
    void strengthSaysHowMuchOfTheWayIsGone() {
        // Given
        var scheduler = new Golden("heun", "leading", 20).scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, 20);
        // Then
        assertThat(scheduler.begin(start, from(1)).step()).isZero();
        assertThat(scheduler.begin(start, from(0.25)).step()).isEqualTo(30);
        assertThat(scheduler.begin(start, from(0.25)).steps()).isEqualTo(39);
    }

    @Test
    void strengthThatLeavesNoStepIsRefused() {
        // Given
        var scheduler = new Golden("euler", "leading", 4).scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, 4);
        // When
        var refusal = catchThrowableOfType(Refusal.class, () -> scheduler.begin(start, from(0.2)));
        var outside = catchThrowableOfType(Refusal.class, () -> from(1.5));
        // Then
        assertThat(refusal.problem().field()).isEqualTo("strength");
        assertThat(outside.problem().type()).isEqualTo(ProblemType.LIMIT_EXCEEDED);
    }

    @Test
    void pictureIsMixedWithNoiseAsOfTheCurrentStep() {
        // Given
        var scheduler = new Golden("ddim", "stable_diffusion", 4).scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, 4);
        var image = scheduler.begin(start, from(0.5));
        var noise = new float[image.latents().length];
        var generator = new TorchGenerator(Golden.SEED);
        generator.skipNormal(noise.length);
        generator.fillNormal(noise);
        var mixed = new float[noise.length];
        // When
        scheduler.addNoise(image, picture(), noise, mixed);
        // Then
        assertClose(mixed, image.latents(), 1e-7);
        Golden.finish(scheduler, image);
        scheduler.addNoise(image, picture(), noise, mixed);
        assertThat(mixed).isEqualTo(picture());
    }

    private static PictureStart from(double strength) {
        return new PictureStart(picture(), strength, PicturePipeline.IMAGE_TO_IMAGE);
    }

    private static float[] picture() {
        var values = new float[(int) Golden.SHAPE.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.cos(i);
        }
        return values;
    }

    private static void assertClose(float[] own, float[] there, double allowed) {
        assertThat(Golden.difference(own, there)).isLessThanOrEqualTo(allowed * Math.max(1, Golden.largest(there)));
    }
}
