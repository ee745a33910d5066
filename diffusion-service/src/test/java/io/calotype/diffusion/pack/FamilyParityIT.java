package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.FamilyGolden.Cell;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Latents are those of diffusers for every family, scheduler, seed, count of steps and guidance, from noise, from a picture and with
 * a mask, and for some after every call of the model; all pictures of a family and size share those calls.
 */
class FamilyParityIT {
    private static final double ALLOWED = 1e-3;
    private static final long SLOT_BYTES = 256L << 20;

    static List<String> families() {
        return FamilyGolden.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void latentsAreThoseOfDiffusers(String family) {
        // Given
        var golden = FamilyGolden.read(family);
        var cells = golden.cells().toList();
        try (var pack = FixturePack.load(family);
                var denoiser = pack.denoiser(SLOT_BYTES)) {
            var images = cells.stream().map(cell -> golden.begin(pack, cell)).toList();
            var differences = new double[images.size()];
            // When
            while (!images.stream().allMatch(Denoising::done)) {
                step(denoiser, images);
                IntStream.range(0, differences.length)
                        .forEach(i -> differences[i] =
                                Math.max(differences[i], onTheWay(golden, cells.get(i), images.get(i))));
            }
            // Then
            Map<String, Double> tooLarge = new TreeMap<>();
            for (int i = 0; i < differences.length; i++) {
                var own = images.get(i).trajectory().latents();
                double difference = Math.max(differences[i], difference(own, golden.latents(cells.get(i)), 0));
                if (!(difference <= ALLOWED)) {
                    tooLarge.put(cells.get(i).name(), difference);
                }
            }
            assertThat(tooLarge).isEmpty();
        }
    }

    @Test
    void aModelThatDoesNothingButInpaintNeedsAMask() {
        // Given
        var golden = FamilyGolden.read("sd15-inpainting");
        try (var pack = FixturePack.load("sd15-inpainting")) {
            // Then
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> golden.begin(pack, new Cell("euler/7/4/7.5")))
                    .withMessageContaining("does nothing but inpaint");
        }
    }

    private static void step(Denoiser denoiser, List<Denoising> images) {
        images.stream()
                .filter(image -> !image.done())
                .collect(Collectors.groupingBy(Denoising::key))
                .values()
                .forEach(denoiser::step);
    }

    private static double onTheWay(FamilyGolden golden, Cell cell, Denoising image) {
        var trajectory = golden.trajectory(cell);
        var own = image.trajectory().latents();
        int left = image.trajectory().steps() - image.trajectory().step();
        return trajectory.length == 0 ? 0 : difference(own, trajectory, trajectory.length - (left + 1) * own.length);
    }

    /** The largest difference of two elements, in units of the largest element or of 1. */
    private static double difference(float[] own, float[] there, int from) {
        double largest = 1;
        double difference = 0;
        for (int i = 0; i < own.length; i++) {
            largest = Math.max(largest, Math.abs(there[from + i]));
            difference = Math.max(difference, Math.abs(own[i] - there[from + i]));
        }
        return difference / largest;
    }
}
