package io.calotype.inference.prepare;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Runs a model with a scalar timestep row by row, and the edited one on all rows at once, on the same numbers. */
final class TimestepCheck {

    private static final String TIMESTEP = "timestep";
    private static final float[] TIMESTEPS = {981, 1};
    private static final int SIDE =
            16; // of the latents where the model leaves it open; every UNet halves it at most four times
    private static final int TOKENS = 8;

    private TimestepCheck() {}

    /** Returns the largest difference of the outputs, relative to the largest output. */
    static double difference(OnnxModel scalar, OnnxModel perRow) {
        int rows = TIMESTEPS.length;
        try (var together = slot(perRow, rows);
                var alone = slot(scalar, 1)) {
            for (var input : perRow.inputs()) {
                if (!input.name().equals(TIMESTEP)) {
                    fill(together, input);
                }
            }
            for (int row = 0; row < rows; row++) {
                number(together, perRow, row, TIMESTEPS[row]);
            }
            together.run();
            double worst = 0;
            for (int row = 0; row < rows; row++) {
                copyRow(perRow, together, alone, row);
                number(alone, scalar, 0, TIMESTEPS[row]);
                alone.run();
                worst = Math.max(worst, difference(output(perRow, together), output(scalar, alone), row));
            }
            return worst;
        }
    }

    private static Slot slot(OnnxModel model, int rows) {
        var inputs = new HashMap<String, Shape>();
        model.inputs().forEach(input -> inputs.put(input.name(), shape(input, rows)));
        var output = model.outputs().get(0);
        var sample = shape(model.inputs().get(0), rows);
        return model.slot(inputs, Map.of(output.name(), predicted(output, sample)));
    }

    private static Shape shape(TensorInfo input, int rows) {
        long[] dimensions = new long[input.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            long open = input.rank() == 4 && i > 1 ? SIDE : TOKENS;
            long declared = input.dimensions().get(i);
            dimensions[i] = i == 0 ? rows : declared == TensorInfo.FREE ? open : declared;
        }
        return Shape.of(dimensions);
    }

    /** As large as the sample, and with as many channels unless the model says otherwise. */
    private static Shape predicted(TensorInfo output, Shape sample) {
        long[] dimensions = sample.toArray();
        long channels = output.rank() == sample.rank() ? output.dimensions().get(1) : TensorInfo.FREE;
        dimensions[1] = channels == TensorInfo.FREE ? dimensions[1] : channels;
        return Shape.of(dimensions);
    }

    private static void fill(Slot slot, TensorInfo input) {
        var noise = new Random(input.name().hashCode());
        if (input.isFloats()) {
            var values = slot.floats(input.name());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) noise.nextGaussian());
            }
        } else if (input.dtype() == DType.I64) {
            var ones = slot.longs(input.name());
            for (int i = 0; i < ones.capacity(); i++) {
                ones.put(i, 1);
            }
        }
    }

    private static void number(Slot slot, OnnxModel model, int row, float value) {
        var dtype = model.input(TIMESTEP).map(TensorInfo::dtype).orElse(DType.F32);
        if (dtype == DType.I64) {
            slot.longs(TIMESTEP).put(row, (long) value);
        } else {
            slot.floats(TIMESTEP).put(row, value);
        }
    }

    private static void copyRow(OnnxModel model, Slot from, Slot to, int row) {
        for (var input : model.inputs()) {
            if (input.name().equals(TIMESTEP)) {
                continue;
            }
            if (input.isFloats()) {
                var target = to.floats(input.name());
                target.put(0, from.floats(input.name()), row * target.capacity(), target.capacity());
            } else {
                fill(to, input);
            }
        }
    }

    private static FloatBuffer output(OnnxModel model, Slot slot) {
        return slot.output(model.outputs().get(0).name());
    }

    private static double difference(FloatBuffer all, FloatBuffer one, int row) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < one.capacity(); i++) {
            double value = one.get(i);
            double away = Math.abs(all.get(row * one.capacity() + i) - value);
            worst = Double.isNaN(away) ? Double.POSITIVE_INFINITY : Math.max(worst, away);
            largest = Math.max(largest, Math.abs(value));
        }
        return worst == 0 ? 0 : worst / largest;
    }
}
