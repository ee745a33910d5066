package io.calotype.inference.prepare;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model as exported row by row, and the edited one on all rows at once, on the same numbers; one after the other, since two
 * large models may not fit into memory.
 *
 * @param taken how many channels latents have where the export does not say
 * @param given and those that it predicts
 */
public record GraphCheck(int taken, int given) {

    /**
     * Inputs that a graph has beyond the model's own.
     *
     * @param inputs what all rows share
     * @param names of those
     * @param places the input that has a number for each row; null where there is none
     * @param first the number of the first row; the next row has the next, unless all have the same
     */
    public record Fed(
            FedInputs inputs, Set<String> names, @Nullable String places, long first, boolean same) {}

    private static final String TIMESTEP = "timestep";
    private static final float[] TIMESTEPS = {981, 1};
    private static final int STABLE_DIFFUSION = 4; // channels; the older export script writes no config.json
    private static final int SIDE =
            16; // of the latents where the model leaves it open; every UNet halves it at most four times
    private static final int TOKENS = 8;
    private static final Set<String> PLACES = Set.of("img_ids", "txt_ids"); // of tokens, the same for all rows

    /** A check of a pack's denoiser. */
    public static GraphCheck of(ModelPack pack) {
        var config = pack.config(pack.family().denoiser().component());
        int taken = config.path("in_channels").asInt(STABLE_DIFFUSION);
        return new GraphCheck(taken, config.path("out_channels").asInt(taken));
    }

    /** Returns what the edited model makes of all rows. */
    float[] together(OnnxModel perRow) {
        return together(perRow, null);
    }

    /** The same for a graph that has more inputs than the model. */
    public float[] together(OnnxModel perRow, @Nullable Fed fed) {
        try (var slot = slot(perRow, TIMESTEPS.length, fed)) {
            fill(slot, perRow, 0);
            for (int row = 0; row < TIMESTEPS.length; row++) {
                number(slot, perRow, row, TIMESTEPS[row]);
                place(slot, row, row, fed);
            }
            return run(slot, perRow, fed);
        }
    }

    private static void place(Slot slot, int at, int row, @Nullable Fed fed) {
        if (fed != null && fed.places() != null) {
            slot.longs(fed.places()).put(at, fed.same() ? fed.first() : fed.first() + row);
        }
    }

    /** Returns the largest difference of what the model makes of each row from those, relative to the largest output. */
    double difference(OnnxModel exported, float[] together) {
        return difference(exported, together, null);
    }

    /** The same for a graph that has more inputs than the model. */
    public double difference(OnnxModel exported, float[] together, @Nullable Fed fed) {
        double worst = 0;
        try (var slot = slot(exported, 1, fed)) {
            for (int row = 0; row < TIMESTEPS.length; row++) {
                fill(slot, exported, row);
                number(slot, exported, 0, TIMESTEPS[row]);
                place(slot, 0, row, fed);
                worst = Math.max(worst, difference(together, run(slot, exported, fed), row));
            }
        }
        return worst;
    }

    private float[] run(Slot slot, OnnxModel model, @Nullable Fed fed) {
        if (fed == null) {
            slot.run();
        } else {
            slot.run(fed.inputs());
        }
        var output = slot.output(model.outputs().get(0).name());
        var values = new float[output.capacity()];
        output.get(0, values);
        return values;
    }

    private Slot slot(OnnxModel model, int rows, @Nullable Fed fed) {
        var given = fed == null ? Set.<String>of() : fed.names();
        var inputs = new HashMap<String, Shape>();
        model.inputs().stream()
                .filter(input -> !given.contains(input.name()))
                .forEach(input -> inputs.put(input.name(), shape(input, rows)));
        var output = model.outputs().get(0);
        var sample = shape(model.inputs().get(0), rows);
        return model.slot(inputs, Map.of(output.name(), predicted(output, sample)), given);
    }

    /** The shape of an input in a call of so many rows. */
    public Shape shape(TensorInfo input, int rows) {
        long[] dimensions = new long[input.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            long open = input.rank() == 4 ? i == 1 ? taken : SIDE : TOKENS;
            long declared = input.dimensions().get(i);
            dimensions[i] =
                    i == 0 && !PLACES.contains(input.name()) ? rows : declared == TensorInfo.FREE ? open : declared;
        }
        return Shape.of(dimensions);
    }

    /** As large as the sample, and with as many channels unless the model says otherwise. */
    private Shape predicted(TensorInfo output, Shape sample) {
        long[] dimensions = sample.toArray();
        long channels = output.rank() == sample.rank() ? output.dimensions().get(1) : TensorInfo.FREE;
        boolean arePlanes = output.rank() == 4;
        dimensions[1] = channels != TensorInfo.FREE ? channels : arePlanes ? given : dimensions[1];
        return Shape.of(dimensions);
    }

    private static void fill(Slot slot, OnnxModel model, int row) {
        model.inputs().stream()
                .filter(input -> !input.name().equals(TIMESTEP) && slot.has(input.name()))
                .forEach(input -> fill(slot, input, row));
    }

    /** The same numbers for a row, whichever it is in the slot. */
    private static void fill(Slot slot, TensorInfo input, int row) {
        if (input.isFloats()) {
            var values = slot.floats(input.name());
            var noise = new Random(input.name().hashCode());
            noise.doubles((long) row * values.capacity()).forEach(earlier -> {});
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) (2 * noise.nextDouble() - 1));
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

    /** The largest difference of a row of results from those of that row alone, relative to the largest of these. */
    static double difference(float[] all, float[] one, int row) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < one.length; i++) {
            double value = one[i];
            double away = Math.abs(all[row * one.length + i] - value);
            worst = Double.isNaN(away) ? Double.POSITIVE_INFINITY : Math.max(worst, away);
            largest = Math.max(largest, Math.abs(value));
        }
        return worst == 0 ? 0 : worst / largest;
    }
}
