package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.FamilyGolden.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Latents are those of diffusers for every family, scheduler, seed, count of steps and guidance; all pictures of a family
 * share the calls of its model.
 *
 * <p>At the end it prints the largest difference of each family and scheduler, and with {@code -Dparity.table=FILE} writes
 * it.
 */
class FamilyParityIT {
    private static final Logger LOG = Logger.getLogger(FamilyParityIT.class);
    private static final double ALLOWED = 1e-3;
    private static final long SLOT_BYTES = 256L << 20;
    private static final Map<String, Map<String, Double>> LARGEST = new TreeMap<>();

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
                keep(family, cells.get(i).scheduler(), difference);
                if (!(difference <= ALLOWED)) {
                    tooLarge.put(cells.get(i).name(), difference);
                }
            }
            assertThat(tooLarge).isEmpty();
        }
    }

    private static void step(Denoiser denoiser, List<Denoising> images) {
        denoiser.step(images.stream().filter(image -> !image.done()).toList());
    }

    private static double onTheWay(FamilyGolden golden, Cell cell, Denoising image) {
        var trajectory = golden.trajectory(cell);
        var own = image.trajectory().latents();
        int from = (image.trajectory().step() - 1) * own.length;
        return from + own.length <= trajectory.length ? difference(own, trajectory, from) : 0;
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

    private static void keep(String family, String scheduler, double difference) {
        LARGEST.computeIfAbsent(scheduler, name -> new TreeMap<>()).merge(family, difference, Math::max);
    }

    @AfterAll
    static void print() throws IOException {
        var families = families();
        var head = families.stream().collect(Collectors.joining(" | ", "| | ", " |\n"));
        var rule = "|---".repeat(families.size() + 1) + "|\n";
        var rows = LARGEST.entrySet().stream()
                .map(row -> families.stream()
                        .map(family -> cell(row.getValue().get(family)))
                        .collect(Collectors.joining(" | ", "| `" + row.getKey() + "` | ", " |\n")))
                .collect(Collectors.joining());
        LOG.infof("the largest differences from diffusers:%n%s", head + rule + rows);
        var file = System.getProperty("parity.table");
        if (file != null) {
            write(Path.of(file), head + rule + rows);
        }
    }

    private static String cell(Double difference) {
        return difference == null ? "" : String.format("%.1e", difference);
    }

    /** Puts the table in the place of the one that is there, between its first and last row. */
    private static void write(Path file, String table) throws IOException {
        var lines = Arrays.asList(Files.readString(file).split("\n", -1));
        var before = lines.stream().takeWhile(line -> !line.startsWith("|")).toList();
        var after = lines.subList(before.size(), lines.size()).stream()
                .dropWhile(line -> line.startsWith("|"))
                .toList();
        Files.writeString(file, String.join("\n", before) + "\n" + table + String.join("\n", after));
    }
}
