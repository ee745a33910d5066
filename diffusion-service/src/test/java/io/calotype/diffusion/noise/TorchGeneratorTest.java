package io.calotype.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The noise is that of {@code torch.randn}; {@code models/fixtures/schedulers} makes the numbers again. */
class TorchGeneratorTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
    private static final Safetensors TORCH = read();

    record Draws(Seed seed, int size) {}

    static Stream<Draws> draws() {
        return TORCH.tensors().keySet().stream()
                .map(name -> name.split("/", -1))
                .map(parts -> new Draws(Seed.parse(parts[0]), Integer.parseInt(parts[1])))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("draws")
    void drawsWhatTorchDrawsInThisCallAndTheNext(Draws draws) {
        // Given
        var generator = new TorchGenerator(draws.seed());
        for (int call = 1; call <= 2; call++) {
            // When
            var noise = new float[draws.size()];
            generator.fillNormal(noise);
            // Then
            var name = draws.seed() + "/" + draws.size() + "/" + call;
            assertThat(noise).containsExactly(TORCH.require(name).toFloatArray(), ROUNDING);
        }
    }

    @Test
    void onlyTheLow32BitsOfASeedCount() {
        // Given
        var low = new float[20];
        var high = new float[20];
        // When
        new TorchGenerator(new Seed(7)).fillNormal(low);
        new TorchGenerator(new Seed((1L << 32) + 7)).fillNormal(high);
        // Then
        assertThat(high).containsExactly(low);
    }

    @Property(tries = 100)
    void noiseIsFiniteForEverySeedAndSize(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size) {
        // Given
        var noise = new float[size];
        // When
        new TorchGenerator(new Seed(seed)).fillNormal(noise);
        // Then
        for (float value : noise) {
            assertThat(value).isBetween(-10f, 10f);
        }
    }

    private static Safetensors read() {
        try (var in = TorchGeneratorTest.class.getResourceAsStream("/noise/torch-randn.safetensors")) {
            return SafetensorsReader.read(ByteBuffer.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
