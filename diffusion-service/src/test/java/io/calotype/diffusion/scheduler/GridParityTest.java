package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The last latents are those of diffusers for every combination of the timesteps' spacing, the sigmas' spacing, the
 * prediction and the count of steps that it allows.
 */
class GridParityTest {
    private static final int[] STEPS = {1, 2, 4, 20, 50};

    /** One combination: scheduler / timesteps / sigmas / prediction. */
    record Cell(String scheduler, String timesteps, String sigmas, String prediction) {
        String name() {
            return String.join("/", scheduler, timesteps, sigmas, prediction);
        }

        Scheduler create() {
            var config = (ObjectNode) Golden.json(Golden.read("grid").metadata().get(scheduler));
            config.put("timestep_spacing", timesteps).put("prediction_type", prediction);
            config.put("use_" + sigmas + "_sigmas", true);
            return SchedulerFactory.create(config, "");
        }

        double allowed() {
            return new Golden(scheduler, "", 0).allowed();
        }
    }

    static Stream<Cell> cells() {
        return Golden.read("grid").tensors().keySet().stream()
                .map(name -> name.split("/", -1))
                .map(parts -> new Cell(parts[0], parts[1], parts[2], parts[3]));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void lastLatentsAreThoseOfDiffusers(Cell cell) {
        var expected = Golden.read("grid").require(cell.name()).toFloatArray();
        for (int i = 0; i < STEPS.length; i++) {
            // Given
            var scheduler = cell.create();
            var image = scheduler.begin(new TrajectoryStart(Golden.SEED, Golden.SHAPE, STEPS[i]));
            int size = image.latents().length;
            // When
            Golden.finish(scheduler, image);
            // Then
            var there = Arrays.copyOfRange(expected, i * size, (i + 1) * size);
            assertThat(Golden.difference(image.latents(), there))
                    .as("%d steps", STEPS[i])
                    .isLessThanOrEqualTo(cell.allowed() * Math.max(1, Golden.largest(there)));
        }
    }
}
