package io.calotype.inference.control;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.PackException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A loaded ControlNet or T2I-Adapter, exported by {@code models/export/controlnet.py}.
 *
 * @param model whose outputs are named as the inputs of a UNet are, without their prefix: {@code skip.0}, {@code middle}, {@code block.0}
 * @param picture the input that takes the control picture, {@code [B, C, height, width]}, 0 to 1
 */
public record ControlModel(OnnxModel model, TensorInfo picture) {

    private static final String OF_ADAPTER = "control";
    private static final String OF_NET = "controlnet_cond";
    private static final Set<String> NET = Set.of("sample", "timestep", "encoder_hidden_states", OF_NET);
    private static final Set<String> LARGE_NET =
            Stream.concat(NET.stream(), Stream.of("text_embeds", "time_ids")).collect(Collectors.toUnmodifiableSet());
    private static final Set<Long> CHANNELS = Set.of(1L, 3L);

    /** Loads a model file; {@link PackException} says that it is neither. */
    static ControlModel load(Path file, SessionSettings settings) {
        var model = OnnxModel.load(file, settings);
        try {
            return of(model, file);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Describes a model; {@link PackException} says that it is neither. */
    static ControlModel of(OnnxModel model, Path file) {
        var names = new TreeSet<>(model.inputs().stream().map(TensorInfo::name).toList());
        boolean isAdapter = names.equals(Set.of(OF_ADAPTER));
        if (!isAdapter && !names.equals(NET) && !names.equals(LARGE_NET)) {
            throw new PackException(
                    file,
                    "takes " + names + ": it is no ControlNet or T2I-Adapter as models/export/controlnet.py writes it");
        }
        var picture = model.input(isAdapter ? OF_ADAPTER : OF_NET).orElseThrow();
        if (picture.rank() != 4 || !CHANNELS.contains(picture.dimensions().get(1))) {
            throw new PackException(file, "takes " + picture + ", not a picture of 1 or 3 channels");
        }
        return new ControlModel(model, picture);
    }

    /** Whether it sees nothing but the picture, and not the rows of a call. */
    public boolean isAdapter() {
        return picture.name().equals(OF_ADAPTER);
    }

    /** How many channels of a picture it reads: 3, or 1 for grey ones. */
    public int channels() {
        return picture.dimensions().get(1).intValue();
    }

    /** The names of its outputs, in order. */
    public List<String> outputs() {
        return model.outputs().stream().map(TensorInfo::name).toList();
    }

    /**
     * The shapes of a call's inputs.
     *
     * @param latents [C, h, w]
     * @param tokens of the text
     * @param size of the picture, [C, height, width]
     */
    Map<String, Shape> inputShapes(int rows, Shape latents, long tokens, Shape size) {
        var shapes = new HashMap<String, Shape>();
        for (var input : model.inputs()) {
            shapes.put(
                    input.name(),
                    switch (input.name()) {
                        case OF_ADAPTER, OF_NET -> Shape.of(rows, size.dim(0), size.dim(1), size.dim(2));
                        case "sample" -> Shape.of(rows, latents.dim(0), latents.dim(1), latents.dim(2));
                        case "timestep" -> Shape.of(rows);
                        case "encoder_hidden_states" ->
                            Shape.of(rows, tokens, input.dimensions().get(2));
                        default -> Shape.of(rows, input.dimensions().get(1));
                    });
        }
        return shapes;
    }
}
