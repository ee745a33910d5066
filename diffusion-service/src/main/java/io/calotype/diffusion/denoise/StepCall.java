package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.control.Controlled;
import io.calotype.inference.family.TimestepUnit;
import io.calotype.inference.lora.LoraStack;
import io.calotype.inference.lora.LoraStacks;
import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.Slot;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The preallocated tensors of a model call for a number of rows, with a view per row. */
final class StepCall implements AutoCloseable {

    private final BatchKey key;
    private final DenoiserInputs inputs;
    private final Slot slot;
    private final FloatBuffer[] samples; // per row, in the model's layout
    private final FloatBuffer[] states; // per row, [S, D]
    private final FloatBuffer[] predictions; // per row, in the model's layout
    private final NumberInput timesteps;
    private final Optional<NumberInput> masks;
    private final boolean sharedTimestep;
    private final TimestepUnit timestepUnit;
    private final RowLayout layout;
    private final FloatBuffer[][] vectors; // per row vector and row, [width]
    private final LongBuffer loraPlaces; // per row, if the model takes LoRAs

    StepCall(OnnxModel model, DenoiserInputs inputs, CallAdapters adapters, int rows, BatchKey key) {
        this.key = key;
        this.inputs = inputs;
        var shapes = inputs.shapes(rows, key);
        boolean loras = adapters.loras().any();
        if (loras) {
            shapes.put(LoraStacks.placesInput(), Shape.of(rows));
        }
        slot = model.slot(shapes, Map.of(inputs.prediction().name(), inputs.latents(rows, key)), adapters.inputNames());
        loraPlaces = loras ? slot.longs(LoraStacks.placesInput()) : LongBuffer.allocate(0);
        inputs.positions().forEach(ids -> ids.fill(slot.bytes(ids.info().name()), rows, key));
        layout = RowLayout.of(inputs.recipe().layout(), rows, key.latents());
        timestepUnit = inputs.recipe().timestep();
        samples = rows(slot.floats(inputs.sample().name()), rows);
        states = rows(slot.floats(inputs.states().name()), rows);
        predictions = rows(slot.output(inputs.prediction().name()), rows);
        timesteps = new NumberInput(
                inputs.timestep().dtype(), slot.bytes(inputs.timestep().name()), 1);
        masks = inputs.mask().map(info -> new NumberInput(info.dtype(), slot.bytes(info.name()), key.tokens()));
        sharedTimestep = !inputs.timestepPerRow();
        vectors = inputs.vectors().stream()
                .map(vector -> rows(slot.floats(vector.info().name()), rows))
                .toArray(FloatBuffer[][]::new);
    }

    boolean fits(int rows, BatchKey other) {
        return samples.length == rows && key.equals(other);
    }

    /** The bytes of its largest tensors, roughly its size. */
    long bytes() {
        return (long) samples.length * Float.BYTES * (2L * samples[0].capacity() + states[0].capacity());
    }

    void fill(int row, Row content) {
        var image = content.image();
        var text = content.text();
        layout.fill(samples[row], image);
        timesteps.putRow(
                sharedTimestep ? 0 : row, timestepUnit.of(image.trajectory().timestep()));
        text.statesInto(states[row]);
        if (masks.isPresent()) {
            text.maskInto(masks.get(), row);
        }
        for (int i = 0; i < vectors.length; i++) {
            text.vectorInto(i, vectors[i][row]);
        }
    }

    /** Gives each row its own of some LoRAs. */
    void place(List<Row> rows, LoraStack loras) {
        for (int row = 0; row < rows.size(); row++) {
            loraPlaces.put(row, loras.place(rows.get(row).image().loras()));
        }
    }

    /** Those images that control models count for now, and what these see of them. */
    List<Controlled> controlled(List<Row> rows) {
        var all = new ArrayList<Controlled>();
        int own;
        for (int row = 0; row < rows.size(); row += own) {
            own = row + 1 < rows.size() && rows.get(row + 1).guides() ? 2 : 1;
            var image = rows.get(row).image();
            var controls = image.controlsNow();
            if (!controls.isEmpty()) {
                float timestep = timestepUnit.of(image.trajectory().timestep());
                all.add(new Controlled(controls, row, own, key.latents(), key.tokens(), timestep, seen(row, own)));
            }
        }
        return all;
    }

    private Map<String, FloatBuffer> seen(int row, int rows) {
        var seen = new HashMap<String, FloatBuffer>();
        for (var input : inputs.forControl().entrySet()) {
            var all = slot.floats(input.getValue());
            int length = all.capacity() / samples.length;
            seen.put(input.getKey(), all.slice(row * length, rows * length));
        }
        return seen;
    }

    /** Runs the model once. */
    void run(List<FedInputs> brought) {
        slot.run(brought);
    }

    /** What the model predicts for a row, as latents [C, h, w] from its first element. */
    FloatBuffer prediction(int row) {
        return layout.planes(row, predictions[row]);
    }

    @Override
    public void close() {
        slot.close();
    }

    private static FloatBuffer[] rows(FloatBuffer all, int rows) {
        int length = all.capacity() / rows;
        var views = new FloatBuffer[rows];
        for (int row = 0; row < rows; row++) {
            views[row] = all.slice(row * length, length);
        }
        return views;
    }
}
