package io.calotype.local.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.parity.ParityCell.Begin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From text to pixels as diffusers, for every family, scheduler, seed, count of steps and guidance; and from a picture, with and
 * without a mask.
 *
 * <p>At the end it prints the largest difference of each family and scheduler, and with {@code -Dparity.table=FILE} writes
 * them into that file.
 */
class ParityIT {
    private static final double LATENTS_ALLOWED = 1e-3; // in units of the largest latent, or of 1
    private static final double PIXELS_ALLOWED = 1e-3; // as a share of all
    private static final Map<Begin, Tables> TABLES = new EnumMap<>(Begin.class);

    /** How far latents are from diffusers', how large they are, and what share of a picture's pixels is far. */
    private record Tables(ParityTable differences, ParityTable magnitudes, ParityTable pixels) {
        static Tables of(Begin begin) {
            var name = begin.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return new Tables(
                    new ParityTable(name + ": latents", "%.1e"),
                    new ParityTable(name + ": magnitudes", "%.0f"),
                    new ParityTable(name + ": pixels", "%.2f %%"));
        }
    }

    static List<String> families() throws IOException {
        return ParityGolden.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aSeedMeansThePictureOfDiffusers(String family) throws IOException {
        // Given
        var golden = ParityGolden.read(family);
        var cells = golden.cells().toList();
        Map<String, String> apart = new TreeMap<>();
        try (var way = new WholeWay(family)) {
            // When
            var latents = way.latents(cells);
            // Then
            for (int i = 0; i < cells.size(); i++) {
                var cell = cells.get(i);
                var tables = TABLES.computeIfAbsent(cell.begin(), Tables::of);
                var expected = golden.latents(cell);
                double largest = Latents.largest(expected);
                double difference = Latents.difference(latents.get(i), expected);
                double far = 0;
                if (golden.shows(cell)) {
                    far = ParityGolden.farPixels(way.picture(latents.get(i)), golden.picture(cell.name()));
                    tables.pixels.add(cell.scheduler(), family, 100 * far);
                }
                tables.differences.add(cell.scheduler(), family, difference);
                tables.magnitudes.add(cell.scheduler(), family, largest);
                if (!(difference <= LATENTS_ALLOWED * Math.max(1, largest) && far <= PIXELS_ALLOWED)) {
                    apart.put(cell.name(), difference + " of " + largest + ", pixels " + far);
                }
            }
        }
        assertThat(cells).isNotEmpty();
        assertThat(apart).isEmpty();
    }

    @AfterAll
    static void print() throws IOException {
        var file = System.getProperty("parity.table");
        for (var tables : TABLES.values()) {
            for (var table : List.of(tables.differences, tables.magnitudes, tables.pixels)) {
                System.out.println(table);
                if (file != null) {
                    table.write(Path.of(file));
                }
            }
        }
    }
}
