package io.calotype.inference.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8PlanTest {

    private static final SessionSettings CPU = SessionSettings.cpu(1);
    private static final int ROWS = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd15, unet",
        "sd15-older, unet",
        "sdxl, unet",
        "sd3, transformer",
        "flux2-klein, transformer",
        "sd15, vae_decoder",
        "sd3, vae_decoder"
    })
    void aModelWithWholeNumbersIsCloseToTheExactOne(String family, String component) throws IOException {
        // Given
        var plan = plan(family, component);
        var ranges = ranges(plan);
        // When
        plan.keeping(ranges, 1).write(ranges, folder);
        // Then
        float[] exact = run(plan.model(), ROWS);
        float[] rounded = run(folder.resolve("model.onnx"), ROWS);
        assertThat(away(rounded, exact))
                .as("%s", away(rounded, exact))
                .isGreaterThan(0)
                .isLessThan(0.15);
    }

    @Test
    void aRowDoesNotDependOnItsBatchMates() throws IOException {
        // Given
        var plan = plan("sd3", "transformer");
        var ranges = ranges(plan);
        plan.write(ranges, folder);
        // When
        float[] together = run(folder.resolve("model.onnx"), ROWS);
        float[] alone = run(folder.resolve("model.onnx"), 1);
        // Then
        assertThat(alone).containsExactly(Arrays.copyOf(together, alone.length));
    }

    @Test
    void aModelOfHalfPrecisionIsRefused() {
        assertThatThrownBy(() -> plan("sd-turbo-fp16", "unet"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("unet/model.onnx: has no convolution or product of matrices in single precision");
    }

    @Test
    void aNodeWhoseNumbersAreFewLargeOnesStaysAsItIs() throws IOException {
        // Given
        var plan = plan("sd15", "unet");
        var ranges = new HashMap<>(ranges(plan));
        var node = plan.nodes().get(1);
        ranges.put(node.input(), ValueRange.NONE.and(-1000, 1000, 0.1f));
        // When
        var kept = plan.keeping(ranges, 0.01);
        // Then
        assertThat(kept.nodes()).doesNotContain(node).isNotEmpty();
    }

    private static Int8Plan plan(String family, String component) {
        var model = FixturePack.folder(family).resolve(component).resolve("model.onnx");
        return Int8Plan.of(model, model);
    }

    private static Map<String, ValueRange> ranges(Int8Plan plan) throws IOException {
        var observed = ObservedModel.load(plan, CPU);
        try (var model = observed.model()) {
            run(model, ROWS);
            return observed.ranges().all();
        }
    }

    private static float[] run(Path file, int rows) {
        try (var model = OnnxModel.load(file, CPU)) {
            return run(model, rows);
        }
    }

    private static float[] run(OnnxModel model, int rows) {
        var shapes = new HashMap<String, Shape>();
        model.inputs().forEach(input -> shapes.put(input.name(), shape(input, rows)));
        var output = model.outputs().get(0);
        var result = output.name();
        try (var slot = model.slot(shapes, Map.of(result, outputShape(output, sample(model, shapes))))) {
            model.inputs().forEach(input -> fill(slot, input));
            slot.run();
            var values = slot.output(result);
            float[] numbers = new float[values.capacity()];
            values.get(numbers);
            return numbers;
        }
    }

    /** The latents' shape: what comes with as many dimensions as the result. */
    private static Shape sample(OnnxModel model, Map<String, Shape> shapes) {
        return model.inputs().stream()
                .filter(input -> input.rank() == model.outputs().get(0).rank())
                .map(input -> shapes.get(input.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Shape outputShape(TensorInfo output, Shape input) {
        long[] dimensions = input.toArray();
        if (output.rank() == 4 && output.dimensions().get(1) == 3) { // a picture, twice or eight times as large
            return Shape.of(dimensions[0], 3, dimensions[2] * 8, dimensions[3] * 8);
        }
        return input;
    }

    private static Shape shape(TensorInfo input, int rows) {
        long[] dimensions = new long[input.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            boolean places = input.name().endsWith("_ids") && !input.name().equals("time_ids");
            long declared = input.dimensions().get(i);
            long open = input.rank() == 4 ? (i > 1 ? 16 : 4) : 8;
            dimensions[i] = i == 0 && !places ? rows : declared == TensorInfo.FREE ? open : declared;
        }
        return Shape.of(dimensions);
    }

    private static void fill(Slot slot, TensorInfo input) {
        if (input.dtype() == DType.I64) {
            var ones = slot.longs(input.name());
            for (int i = 0; i < ones.capacity(); i++) {
                ones.put(i, 1);
            }
        } else if (input.isFloats()) {
            var noise = new Random(1);
            var values = slot.floats(input.name());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) noise.nextGaussian());
            }
        }
    }

    private static double away(float[] one, float[] other) {
        double away = 0;
        double size = 0;
        for (int i = 0; i < one.length; i++) {
            away += Math.pow(one[i] - other[i], 2);
            size += Math.pow(other[i], 2);
        }
        return Math.sqrt(away / size);
    }
}
