package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.diffusion.schedule.Schedule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Timesteps, sigmas and latents are those of diffusers.
 *
 * <p>Allowed for the latents is {@link Golden#allowed} of their largest magnitude (of 1, if that is less), and one unit of float rounding
 * of the largest latents on the way so far, which is what a way from large latents to small ones cancels down to.
 * Allowed for the tables is 1e-6; 1e-5 with zero terminal SNR, where the last timesteps magnify the rounding of a
 * square root that PyTorch does not round correctly.
 */
class DiffusersParityTest {
    private static final double FLOAT_ROUNDING = 0x1p-23;

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void tableIsThatOfDiffusers(Golden golden) {
        // Given
        double allowed = golden.variant().equals("zero_snr") ? 1e-5 : 1e-6;
        // When
        var schedule = golden.begin(golden.scheduler()).schedule();
        // Then
        assertThat(largestRelative(timesteps(golden, schedule), timesteps(golden)))
                .isLessThanOrEqualTo(allowed);
        if (golden.has("sigmas")) {
            assertThat(largestRelative(sigmas(schedule), golden.numbers("sigmas")))
                    .isLessThanOrEqualTo(allowed);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void latentsAreThoseOfDiffusersAfterEveryStep(Golden golden) {
        // Given
        var scheduler = golden.scheduler();
        var expected = golden.numbers("latents");
        var image = golden.begin(scheduler);
        int size = image.latents().length;
        double largestSoFar = 0;
        boolean lastOnly = expected.length == size;
        for (int step = 0; step <= image.steps(); step++) {
            // When
            if (step > 0) {
                Golden.step(scheduler, image);
            }
            // Then
            if (lastOnly && step < image.steps()) {
                largestSoFar = Math.max(largestSoFar, Golden.largest(image.latents()));
                continue;
            }
            int row = lastOnly ? 0 : step;
            var there = Arrays.copyOfRange(expected, row * size, (row + 1) * size);
            double magnitude = Golden.largest(there);
            assertThat(Golden.difference(image.latents(), there))
                    .as("after step %d", step)
                    .isLessThanOrEqualTo(golden.allowed() * Math.max(1, magnitude) + FLOAT_ROUNDING * largestSoFar);
            largestSoFar = Math.max(largestSoFar, magnitude);
        }
        assertThat(expected).hasSize(lastOnly ? size : (image.steps() + 1) * size);
    }

    private static float[] timesteps(Golden golden, Schedule schedule) {
        var timesteps = new float[schedule.steps()];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = schedule.timestep(i);
        }
        return beginsOnly(golden, timesteps);
    }

    private static float[] timesteps(Golden golden) {
        return beginsOnly(golden, golden.numbers("timesteps"));
    }

    /**
     * Leaves out where the steps of DPM2 ancestral end, for those timesteps are of a difference of nearly equal squares:
     * they show in the latents.
     */
    private static float[] beginsOnly(Golden golden, float[] calls) {
        if (!golden.file().equals("dpm2_ancestral")) {
            return calls;
        }
        var begins = new float[(calls.length + 1) / 2];
        for (int i = 0; i < begins.length; i++) {
            begins[i] = calls[2 * i];
        }
        return begins;
    }

    private static float[] sigmas(Schedule schedule) {
        var sigmas = new float[schedule.steps() + 1];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = schedule.sigma(i);
        }
        return sigmas;
    }

    private static double largestRelative(float[] own, float[] there) {
        assertThat(own).hasSameSizeAs(there);
        double largest = 0;
        for (int i = 0; i < own.length; i++) {
            largest = Math.max(largest, Math.abs(own[i] - there[i]) / Math.max(1e-3, Math.abs(there[i])));
        }
        return largest;
    }
}
