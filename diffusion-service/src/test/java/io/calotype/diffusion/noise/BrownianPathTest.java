package io.calotype.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrownianPathTest {
    private static final double FIRST = 0.0291675;
    private static final double LAST = 14.6146;
    private static final int MOTIONS = 16;
    private static Safetensors goldens;

    @BeforeAll
    static void read() throws IOException {
        try (var in = BrownianPathTest.class.getResourceAsStream("/noise/brownian-path.safetensors")) {
            goldens = SafetensorsReader.read(ByteBuffer.wrap(in.readAllBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "4294967301", "18446744073709551615"})
    void incrementsAreThoseOfTorchsde(String seed) {
        // Given
        var path = new BrownianPath(Seed.parse(seed), MOTIONS);
        var expected = goldens.require(seed).toFloatArray();
        var times = new double[2 * expected.length / MOTIONS];
        goldens.require("times").data().asDoubleBuffer().get(times);
        var increment = new float[MOTIONS];
        for (int i = 0; i < times.length / 2; i++) {
            // When
            path.increment(FIRST, LAST, times[2 * i], times[2 * i + 1], increment);
            // Then
            assertThat(increment)
                    .as("from %s to %s", times[2 * i], times[2 * i + 1])
                    .containsExactly(
                            Arrays.copyOfRange(expected, i * MOTIONS, (i + 1) * MOTIONS), Offset.offset(2e-6f));
        }
    }

    @Test
    void neighboursAddUpWhateverTheOrder() {
        // Given
        var path = new BrownianPath(new Seed(3), MOTIONS);
        var left = new float[MOTIONS];
        var right = new float[MOTIONS];
        var whole = new float[MOTIONS];
        // When
        path.increment(FIRST, LAST, 3.1, 9.7, right);
        path.increment(FIRST, LAST, 0.5, 3.1, left);
        path.increment(FIRST, LAST, 0.5, 9.7, whole);
        // Then
        for (int i = 0; i < MOTIONS; i++) {
            assertThat(left[i] + right[i]).isCloseTo(whole[i], Offset.offset(5e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void incrementsAreToTheBitThoseOfAPathThatKeepsNothing(int seed) {
        isTheSame(seed, MOTIONS, 2000);
    }

    @Test
    void theyAreSoWhereThereIsRoomForAFewNodesOnly() {
        isTheSame(4, 1 << 16, 5);
    }

    private static void isTheSame(int seed, int motions, int increments) {
        // Given
        var path = new BrownianPath(new Seed(seed), motions);
        var plain = new PlainBrownianPath(new Seed(seed), motions);
        var random = new Random(seed);
        var increment = new float[motions];
        var expected = new float[motions];
        double time = LAST;
        for (int i = 0; i < increments; i++) {
            double[] times = times(random, time);
            double last = i % 500 < 490 ? LAST : LAST + 1; // of another image's schedule
            // When
            path.increment(FIRST, last, times[0], times[1], increment);
            plain.increment(FIRST, last, times[0], times[1], expected);
            // Then
            assertThat(Arrays.equals(increment, expected))
                    .as("%d: from %s to %s", i, times[0], times[1])
                    .isTrue();
            time = times[0] > FIRST ? times[0] : LAST;
        }
    }

    /** Mostly an increment that ends where the last one began, as a scheduler asks for them. */
    private static double[] times(Random random, double before) {
        int kind = random.nextInt(10);
        double one = kind < 6 ? before : kind < 7 ? before + 1e-6 : FIRST + random.nextDouble() * LAST;
        double length = kind == 9 ? 0.001 : random.nextDouble();
        double other = Math.round((one - length * random.nextDouble()) * 1e7) / 1e7;
        return new double[] {Math.max(0, Math.min(one, other)), one};
    }

    @Test
    void nothingHappensInNoTime() {
        // Given
        var increment = new float[] {1, 2};
        // When
        new BrownianPath(new Seed(3), 2).increment(FIRST, LAST, 2, 2.0000001, increment);
        // Then
        assertThat(increment).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"0.0078125, 0.007812", "0.0234375, 0.023438", "14.61464119, 14.614641", "2.0000005, 2.000001", "0, 0"})
    void timesAreRoundedAsInPython(double time, double expected) {
        assertThat(Microtime.round(time)).isEqualTo(expected);
    }
}
