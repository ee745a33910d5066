package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.family.DenoiserRecipe;
import io.calotype.inference.family.LatentLayout;
import io.calotype.inference.graph.ControlInputNames;
import io.calotype.inference.graph.LoraInputNames;
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
 * @param recipe how the family's models are called
 * @param sample latents as the recipe's layout has them, [B, C, h, w] or [B, P, 4 C]
 * @param timestep one per row, [B], or one for all rows, a scalar
 * @param states the prompt's token states [B, S, D]
 * @param mask the prompt's attention mask [B, S], if the model takes one
 * @param vectors its other inputs per row
 * @param positions where each square of latents and each token stands, the same for all rows
 * @param prediction the model's output, like the sample
 */
public record DenoiserInputs(
        DenoiserRecipe recipe,
        TensorInfo sample,
        TensorInfo timestep,
        TensorInfo states,
        Optional<TensorInfo> mask,
        List<RowVector> vectors,
        List<PositionIds> positions,
        TensorInfo prediction) {

    /** The lists are copied. */
    public DenoiserInputs {
        vectors = List.copyOf(vectors);
        positions = List.copyOf(positions);
    }

    /** Reads a model; {@link OnnxException} says which input does not fit and why. */
    public static DenoiserInputs of(OnnxModel model, DenoiserRecipe recipe) {
        int rank = recipe.layout().rank();
        var inputs = new DenoiserInputs(
                recipe,
                required(model, rank, "sample", "hidden_states"),
                timestep(model),
                required(model, 3, "encoder_hidden_states"),
                mask(model),
                vectors(model),
                PositionIds.of(model),
                checked(model, model.outputs().get(0), rank));
        inputs.refuseOthers(model);
        inputs.requireKnownChannels(model);
        requireWidth(model, inputs.states(), 2);
        inputs.vectors().stream()
                .filter(vector -> vector.info().rank() > 1)
                .forEach(vector -> requireWidth(model, vector.info(), 1));
        return inputs;
    }

    /** The model's channels, of which a layout may have several for each of the latents; or {@link TensorInfo#FREE}. */
    public long channels() {
        return sample.dimensions().get(recipe.layout().channelDimension());
    }

    /** Width of the token states. */
    public long textWidth() {
        return states.dimensions().get(2);
    }

    /** Whether each row has its own timestep; if not, all rows of a call share one. */
    public boolean timestepPerRow() {
        return timestep.rank() == 1;
    }

    /** Length of the token states, or {@link TensorInfo#FREE}. */
    public long tokens() {
        return states.dimensions().get(1);
    }

    /** Its inputs that control models see, too, by the names that those have for them. */
    Map<String, String> forControl() {
        var all = new HashMap<String, String>();
        all.put("sample", sample.name());
        all.put("encoder_hidden_states", states.name());
        for (var vector : vectors) {
            switch (vector.kind()) {
                case POOLED -> all.put("text_embeds", vector.info().name());
                case TIME_IDS -> all.put("time_ids", vector.info().name());
                case GUIDANCE_EMBEDDING, GUIDANCE -> {}
            }
        }
        return all;
    }

    /** The shapes of a call's inputs. */
    Map<String, Shape> shapes(int rows, BatchKey key) {
        var shapes = new HashMap<String, Shape>();
        shapes.put(sample.name(), isForInpainting() ? beside(latents(rows, key)) : latents(rows, key));
        positions.forEach(ids -> shapes.put(ids.info().name(), ids.shape(rows, key)));
        shapes.put(timestep.name(), timestepPerRow() ? Shape.of(rows) : Shape.of());
        shapes.put(states.name(), Shape.of(rows, key.tokens(), textWidth()));
        mask.ifPresent(info -> shapes.put(info.name(), Shape.of(rows, key.tokens())));
        vectors.forEach(vector -> shapes.put(vector.info().name(), vector.shape(rows)));
        return shapes;
    }

    /** The shape of all rows' latents as the model takes them. */
    Shape latents(int rows, BatchKey key) {
        var one = key.latents();
        int side = recipe.layout().side();
        return recipe.layout() == LatentLayout.PLANES
                ? Shape.of(rows, one.dim(0), one.dim(1), one.dim(2))
                : Shape.of(rows, one.dim(1) / side * (one.dim(2) / side), one.dim(0) * side * side);
    }

    /** Whether the sample has a mask and a masked picture's latents behind the latents, {@code [B, 2 C + 1, h, w]}. */
    public boolean isForInpainting() {
        return recipe.layout() == LatentLayout.PLANES && predicted() > 0 && channels() == 2 * predicted() + 1;
    }

    private long predicted() {
        return prediction.dimensions().get(recipe.layout().channelDimension());
    }

    private static Shape beside(Shape latents) {
        return Shape.of(latents.dim(0), 2 * latents.dim(1) + 1, latents.dim(2), latents.dim(3));
    }

    /** Refuses models of depth, edges and instructions, whose sample has other channels behind the latents. */
    private void requireKnownChannels(OnnxModel model) {
        boolean open = channels() == TensorInfo.FREE || predicted() == TensorInfo.FREE;
        if (!open && channels() != predicted() && !isForInpainting()) {
            throw new OnnxException(
                    model.name(),
                    "takes " + sample + " and gives " + prediction
                            + ": of models whose sample has more channels than the latents"
                            + " only those for inpainting are supported");
        }
    }

    private static TensorInfo timestep(OnnxModel model) {
        var timestep = find(model, "timestep")
                .orElseThrow(() -> new OnnxException(model.name(), "has no input 'timestep' in " + model.inputs()));
        if (timestep.rank() > 1) {
            throw new OnnxException(
                    model.name(), "input " + timestep + " is neither a scalar nor one timestep per row");
        }
        NumberInput.requireSupported(model.name(), timestep.name(), timestep.dtype());
        return timestep;
    }

    private static TensorInfo required(OnnxModel model, int rank, String... names) {
        var info = find(model, names)
                .orElseThrow(() -> new OnnxException(
                        model.name(), "has no input '" + String.join("' or '", names) + "' in " + model.inputs()));
        return checked(model, info, rank);
    }

    private static Optional<TensorInfo> mask(OnnxModel model) {
        var mask = find(model, "encoder_attention_mask");
        mask.ifPresent(info -> {
            NumberInput.requireSupported(model.name(), info.name(), info.dtype());
            if (info.rank() != 2) {
                throw new OnnxException(model.name(), "'" + info + "' is not of rank 2");
            }
        });
        return mask;
    }

    private static List<RowVector> vectors(OnnxModel model) {
        return Stream.of(RowVector.Kind.values())
                .flatMap(kind -> find(model, kind.names().toArray(String[]::new))
                        .map(info -> new RowVector(checked(model, info, kind.rank()), kind))
                        .stream())
                .toList();
    }

    private static TensorInfo checked(OnnxModel model, TensorInfo info, int rank) {
        if (!info.isFloats() || info.rank() != rank) {
            throw new OnnxException(model.name(), "'" + info + "' is not F32 or F16 of rank " + rank);
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

    /** Whether a call is given an input by LoRAs or control models. */
    private static boolean isAdapters(String input) {
        return LoraInputNames.isOne(input) || ControlInputNames.isOne(input);
    }

    private void refuseOthers(OnnxModel model) {
        Set<String> known = Stream.of(
                        List.of(sample, timestep, states),
                        mask.stream().toList(),
                        vectors.stream().map(RowVector::info).toList(),
                        positions.stream().map(PositionIds::info).toList())
                .flatMap(List::stream)
                .map(TensorInfo::name)
                .collect(Collectors.toSet());
        model.inputs().stream()
                .filter(info -> !known.contains(info.name()) && !isAdapters(info.name()))
                .findFirst()
                .ifPresent(info -> {
                    throw new OnnxException(
                            model.name(), "takes input " + info + ", which this service does not provide");
                });
    }
}
