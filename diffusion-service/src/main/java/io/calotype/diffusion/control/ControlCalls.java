package io.calotype.diffusion.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.control.ControlModel;
import io.calotype.inference.control.ControlSlot;
import io.calotype.inference.control.UNetShapes;
import io.calotype.inference.graph.ControlInputNames;
import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls control models for the images of a denoiser's call, each image alone, and gives the denoiser their results. One thread at a
 * time.
 */
public final class ControlCalls implements AutoCloseable {

    private static final Shape NOTHING = Shape.of(1, 1, 1, 1);

    private final OnnxModel denoiser;
    private final JsonNode config;
    private final Set<String> names;
    private final Map<ControlModel, ControlSlot> slots = new HashMap<>();
    private @Nullable FedInputs zeros;
    private @Nullable FedInputs results;
    private Map<String, Shape> shapes = Map.of();

    /** Control of a denoiser, a UNet of that configuration; neither is closed with this. */
    public ControlCalls(OnnxModel denoiser, JsonNode config) {
        this.denoiser = denoiser;
        this.config = config;
        names = denoiser.inputs().stream()
                .map(TensorInfo::name)
                .filter(ControlInputNames::isOne)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the denoiser takes control at all. */
    public boolean any() {
        return !names.isEmpty();
    }

    /** The inputs that a call of the denoiser is given by {@link #of}. */
    public Set<String> inputNames() {
        return names;
    }

    /**
     * Returns what a call of the denoiser is given, to be used before the next call of this.
     *
     * @param rows of the call
     * @param latents [C, h, w]
     * @param images those that are controlled
     */
    public FedInputs of(int rows, Shape latents, List<Controlled> images) {
        if (images.isEmpty()) {
            if (zeros == null) {
                zeros = FedInputs.allocate(denoiser, shapes(rows, Map.of()));
            }
            return zeros;
        }
        var places = UNetShapes.of(config, latents);
        var all = cleared(shapes(rows, written(images, places)));
        for (var image : images) {
            for (var control : image.controls()) {
                add(all, image, control, called(image, control, places), places);
            }
        }
        return all;
    }

    /** The places that are added to: what no model of a call gives is nothing. */
    private static Map<String, Shape> written(List<Controlled> images, Map<String, Shape> places) {
        return images.stream()
                .flatMap(image -> image.controls().stream())
                .map(ImageControl::model)
                .distinct()
                .flatMap(model -> model.outputs().stream())
                .map(ControlInputNames::of)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> Objects.requireNonNull(places.get(name))));
    }

    private Map<String, Shape> shapes(int rows, Map<String, Shape> written) {
        var all = new HashMap<String, Shape>();
        for (var name : names) {
            var place = written.get(name);
            all.put(name, place == null ? NOTHING : Shape.of(rows, place.dim(0), place.dim(1), place.dim(2)));
        }
        return all;
    }

    private FedInputs cleared(Map<String, Shape> wanted) {
        if (results != null && wanted.equals(shapes)) {
            for (var name : names) {
                var floats = results.bytes(name).asFloatBuffer();
                while (floats.hasRemaining()) {
                    floats.put(0);
                }
            }
            return results;
        }
        if (results != null) {
            results.close();
            results = null; // there may be no memory for others
            shapes = Map.of();
        }
        results = FedInputs.allocate(denoiser, wanted);
        shapes = wanted;
        return results;
    }

    private Slot called(Controlled image, ImageControl control, Map<String, Shape> places) {
        var model = control.model();
        int rows = model.isAdapter() ? 1 : image.rows();
        var slot = slots.computeIfAbsent(model, ControlSlot::new)
                .get(rows, image.latents(), image.tokens(), control.size(), places);
        var pictures = slot.floats(model.picture().name());
        for (int row = 0; row < rows; row++) {
            pictures.put(row * control.picture().length, control.picture());
        }
        if (!model.isAdapter()) {
            fill(slot, image);
        }
        slot.run();
        return slot;
    }

    private static void fill(Slot slot, Controlled image) {
        image.inputs().forEach((name, values) -> {
            if (slot.has(name)) {
                slot.floats(name).put(0, values, 0, values.capacity());
            }
        });
        var timesteps = slot.floats("timestep");
        for (int row = 0; row < image.rows(); row++) {
            timesteps.put(row, image.timestep());
        }
    }

    private static void add(
            FedInputs all, Controlled image, ImageControl control, Slot slot, Map<String, Shape> places) {
        for (var output : control.model().outputs()) {
            var input = ControlInputNames.of(output);
            int length = (int) Objects.requireNonNull(places.get(input)).elementCount();
            var target = all.bytes(input).asFloatBuffer().slice(image.row() * length, image.rows() * length);
            for (int row = 0; row < image.rows(); row++) {
                int from = control.model().isAdapter() ? 0 : row * length;
                add(target.slice(row * length, length), slot.output(output).slice(from, length), control.scale());
            }
        }
    }

    private static void add(FloatBuffer target, FloatBuffer made, double scale) {
        for (int i = 0; i < target.capacity(); i++) {
            target.put(i, target.get(i) + (float) scale * made.get(i));
        }
    }

    @Override
    public void close() {
        slots.values().forEach(ControlSlot::close);
        slots.clear();
        for (var inputs : new FedInputs[] {zeros, results}) {
            if (inputs != null) {
                inputs.close();
            }
        }
        zeros = null;
        results = null;
    }
}
