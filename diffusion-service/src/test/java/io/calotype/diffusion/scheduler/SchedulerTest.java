package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every scheduler. */
class SchedulerTest {
    private static final JsonNode FEW_TIMESTEPS =
            Golden.json("{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 100}");

    static Stream<Golden> variants() {
        return Golden.all().filter(golden -> golden.steps() == 50);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void stepsAllocateNothing(Golden golden) {
        // Given
        var scheduler = golden.scheduler();
        boolean drawsNoise = ((TabulatedScheduler) scheduler).needs().noise() != Needs.Noise.NONE;
        // Newer Javas compute sines with an array each, which only the optimising compiler takes away.
        assumeFalse(drawsNoise && allocatedBySines() > 0, "this virtual machine's sines allocate");
        var buffer = ByteBuffer.allocateDirect(16 * Float.BYTES).asFloatBuffer();
        var images = Stream.generate(() -> golden.begin(scheduler)).limit(4).toList();
        // When
        long least = images.stream()
                .mapToLong(image -> allocatedBy(scheduler, image, buffer))
                .min()
                .orElseThrow();
        // Then: the least of several, since the virtual machine itself may allocate while it loads and compiles
        assertThat(least).isZero();
    }

    private static long allocatedBySines() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        double sum = 0;
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1000; i++) {
            sum += StrictMath.sin(i);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(sum).isFinite();
        return allocated;
    }

    private static long allocatedBy(Scheduler scheduler, Trajectory image, FloatBuffer buffer) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        while (!image.done()) {
            step(scheduler, image, buffer);
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void imagesOfTheSameStepsShareATable() {
        // Given
        var scheduler = new Golden("euler", "leading", 20).scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, 20);
        var larger = new TrajectoryStart(Golden.SEED, Shape.of(4, 8, 8), 20);
        // Then
        assertThat(scheduler.begin(start).schedule())
                .isSameAs(scheduler.begin(larger).schedule());
    }

    @Test
    void sizeShiftsATableThatDependsOnIt() {
        // Given
        var scheduler = new Golden("flow_match_euler", "dynamic_exponential", 20).scheduler();
        // When
        var small = scheduler.begin(new TrajectoryStart(Golden.SEED, Shape.of(1, 8, 8), 20));
        var large = scheduler.begin(new TrajectoryStart(Golden.SEED, Shape.of(1, 128, 128), 20));
        // Then
        while (small.step() < 10) {
            Golden.step(scheduler, small);
            Golden.step(scheduler, large);
        }
        assertThat(large.timestep()).isGreaterThan(small.timestep());
    }

    @Test
    void rowsOfABatchLieOneBehindTheOther() {
        // Given
        var scheduler = new Golden("euler", "leading", 4).scheduler();
        var first = scheduler.begin(new TrajectoryStart(Golden.SEED, Golden.SHAPE, 4));
        var second = scheduler.begin(new TrajectoryStart(Golden.SEED.plus(1), Golden.SHAPE, 4));
        var alone = FloatBuffer.allocate(16);
        scheduler.scaleInput(second, alone);
        var batch = FloatBuffer.allocate(32);
        // When
        scheduler.scaleInput(first, batch);
        scheduler.scaleInput(second, batch);
        // Then
        assertThat(batch.hasRemaining()).isFalse();
        assertThat(IntStream.range(0, 16).mapToObj(i -> batch.get(16 + i)).toList())
                .isEqualTo(IntStream.range(0, 16).mapToObj(alone::get).toList());
        batch.rewind();
        scheduler.step(first, batch);
        assertThat(batch.position()).isEqualTo(16);
    }

    @Test
    void doneImageTakesNoStep() {
        // Given
        var golden = new Golden("ddim", "defaults", 1);
        var scheduler = golden.scheduler();
        var image = golden.begin(scheduler);
        Golden.finish(scheduler, image);
        // Then
        assertThatIllegalStateException().isThrownBy(() -> scheduler.step(image, FloatBuffer.allocate(16)));
        assertThatIllegalStateException().isThrownBy(image::timestep);
        assertThat(image.step()).isEqualTo(1);
    }

    @Test
    void tooFewNumbersAreRefusedBeforeTheStep() {
        // Given
        var golden = new Golden("ddim", "defaults", 2);
        var scheduler = golden.scheduler();
        var image = golden.begin(scheduler);
        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> scheduler.step(image, FloatBuffer.allocate(15)));
        assertThat(image.step()).isZero();
    }

    static Stream<String> names() {
        return SchedulerFactory.names(FEW_TIMESTEPS).stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void moreStepsThanTrainedTimestepsAreRefused(String name) {
        // Given
        var config = FEW_TIMESTEPS;
        var scheduler = SchedulerFactory.create(config, name);
        // When
        var refusal = catchThrowableOfType(
                Refusal.class, () -> scheduler.begin(new TrajectoryStart(Golden.SEED, Golden.SHAPE, 101)));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.INVALID_PARAMETER);
        assertThat(refusal.problem().field()).isEqualTo("steps");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 61, 103, 250, 499, 500})
    void everyCountOfStepsEndsFinite(int steps) {
        for (var golden : variants().toList()) {
            if (golden.variant().equals("own_betas") && steps > 60) {
                continue;
            }
            // Given
            var scheduler = golden.scheduler();
            Trajectory image;
            try {
                image = scheduler.begin(new TrajectoryStart(Golden.SEED, Golden.SHAPE, steps));
            } catch (Refusal refusal) {
                assertThat(golden.file()).isIn("pndm", "lcm", "tcd");
                assertThat(refusal.problem().field()).isEqualTo("steps");
                continue;
            }
            // When
            Golden.finish(scheduler, image);
            // Then
            assertThat(image.step()).as("%s", golden).isLessThanOrEqualTo(Math.max(2 * steps, steps + 9));
            for (float x : image.latents()) {
                assertThat(x).as("%s", golden).isFinite();
            }
        }
    }

    @Test
    void startRefusesOtherRanksAndNoSteps() {
        assertThat(catchThrowableOfType(Refusal.class, () -> new TrajectoryStart(Golden.SEED, Shape.of(1, 1, 2, 8), 4))
                        .problem()
                        .type())
                .isEqualTo(ProblemType.INVALID_TENSOR);
        assertThat(catchThrowableOfType(Refusal.class, () -> new TrajectoryStart(Golden.SEED, Golden.SHAPE, 0))
                        .problem()
                        .type())
                .isEqualTo(ProblemType.INVALID_PARAMETER);
    }

    private static void step(Scheduler scheduler, Trajectory image, FloatBuffer buffer) {
        scheduler.scaleInput(image, buffer.clear());
        scheduler.step(image, buffer.flip());
    }
}
