package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which input of a denoising model is which, read from the model: names, ranks and element types differ between exports.
 *
 * @param sample latents [B, C, h, w]
 * @param timestep one per row, [B]
 * @param states the prompt's token states [B, S, D]
 * @param mask the prompt's attention mask [B, S], if the model takes one
 * @param pooled the prompt's pooled vector [B, D], if the model takes one
 * @param prediction the model's output, like the sample
 */
public record DenoiserInputs(
        TensorInfo sample,
        TensorInfo timestep,
        TensorInfo states,
        Optional<TensorInfo> mask,
        Optional<TensorInfo> pooled,
        TensorInfo prediction) {

    /** Reads a model; {@link OnnxException} says which input does not fit and why. */
    public static DenoiserInputs of(OnnxModel model) {
        var inputs = new DenoiserInputs(
                required(model, DType.F32, 4, "sample", "hidden_states"),
                timestep(model),
                required(model, DType.F32, 3, "encoder_hidden_states"),
                optional(model, 2, "encoder_attention_mask"),
                optional(model, 2, "pooled_projections", "text_embeds"),
                prediction(model));
        inputs.mask().ifPresent(mask -> NumberInput.requireSupported(model.name(), mask.name(), mask.dtype()));
        inputs.refuseOthers(model);
        requireWidth(model, inputs.states(), 2);
        inputs.pooled().ifPresent(pooled -> requireWidth(model, pooled, 1));
        return inputs;
    }

    /** Latent channels, or {@link TensorInfo#FREE}. */
    public long channels() {
        return sample.dimensions().get(1);
    }

    /** Width of the token states. */
    public long textWidth() {
        return states.dimensions().get(2);
    }

    /** Width of the pooled vector; 0 where the model takes none. */
    public long pooledWidth() {
        return pooled.map(info -> info.dimensions().get(1)).orElse(0L);
    }

    /** Length of the token states, or {@link TensorInfo#FREE}. */
    public long tokens() {
        return states.dimensions().get(1);
    }

    /** The shapes of a call's inputs. */
    Map<String, Shape> shapes(int rows, BatchKey key) {
        var shapes = new HashMap<String, Shape>();
        shapes.put(sample.name(), latents(rows, key));
        shapes.put(timestep.name(), Shape.of(rows));
        shapes.put(states.name(), Shape.of(rows, key.tokens(), textWidth()));
        mask.ifPresent(info -> shapes.put(info.name(), Shape.of(rows, key.tokens())));
        pooled.ifPresent(info -> shapes.put(info.name(), Shape.of(rows, pooledWidth())));
        return shapes;
    }

    /** The shape of all rows' latents. */
    static Shape latents(int rows, BatchKey key) {
        var one = key.latents();
        return Shape.of(rows, one.dim(0), one.dim(1), one.dim(2));
    }

    private static TensorInfo timestep(OnnxModel model) {
        var timestep = find(model, "timestep")
                .orElseThrow(() -> new OnnxException(model.name(), "has no input 'timestep' in " + model.inputs()));
        if (timestep.rank() != 1) {
            throw new OnnxException(
                    model.name(), "input " + timestep + " is not one timestep per row; edit the graph to take [B]");
        }
        NumberInput.requireSupported(model.name(), timestep.name(), timestep.dtype());
        return timestep;
    }

    private static TensorInfo prediction(OnnxModel model) {
        var output = model.outputs().get(0);
        return checked(model, output, DType.F32, 4);
    }

    private static TensorInfo required(OnnxModel model, DType dtype, int rank, String... names) {
        var info = find(model, names)
                .orElseThrow(() -> new OnnxException(
                        model.name(), "has no input '" + String.join("' or '", names) + "' in " + model.inputs()));
        return checked(model, info, dtype, rank);
    }

    private static Optional<TensorInfo> optional(OnnxModel model, int rank, String... names) {
        return find(model, names).map(info -> checked(model, info, info.dtype(), rank));
    }

    private static TensorInfo checked(OnnxModel model, TensorInfo info, DType dtype, int rank) {
        if (info.dtype() != dtype || info.rank() != rank) {
            throw new OnnxException(model.name(), "'" + info + "' is not " + dtype + " of rank " + rank);
        }
        return info;
    }

    private static Optional<TensorInfo> find(OnnxModel model, String... names) {
        return Stream.of(names).flatMap(name -> model.input(name).stream()).findFirst();
    }

    private static void requireWidth(OnnxModel model, TensorInfo info, int dimension) {
        if (info.dimensions().get(dimension) == TensorInfo.FREE) {
            throw new OnnxException(model.name(), "input " + info + " leaves its width open");
        }
    }

    private void refuseOthers(OnnxModel model) {
        Set<String> known = Stream.of(
                        List.of(sample, timestep, states),
                        mask.stream().toList(),
                        pooled.stream().toList())
                .flatMap(List::stream)
                .map(TensorInfo::name)
                .collect(Collectors.toSet());
        model.inputs().stream()
                .filter(info -> !known.contains(info.name()))
                .findFirst()
                .ifPresent(info -> {
                    throw new OnnxException(
                            model.name(), "takes input " + info + ", which this service does not provide");
                });
    }
}
