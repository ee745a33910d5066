package io.calotype.encoder.text;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.family.TextPart;
import io.calotype.inference.graph.LoraInputNames;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a text encoder takes and gives, read off its session.
 *
 * @param length S, tokens per text
 * @param width D, of the token states; 0 if the denoiser takes none
 * @param statesOutput the token states that the denoiser was trained on; empty if it takes none
 * @param inputs names among {@code input_ids}, {@code attention_mask}, {@code token_type_ids}
 * @param pooledOutput the model's own vector of the whole text, if it is one that denoisers are trained on
 * @param pooledWidth length of the vector of the whole text; 0 if the denoiser takes none
 */
record TextModel(
        int length,
        int width,
        Optional<String> statesOutput,
        List<String> inputs,
        Optional<String> pooledOutput,
        int pooledWidth) {

    private static final String LAST = "last_hidden_state";
    private static final String HIDDEN = "hidden_states.";
    private static final String PROJECTED = "text_embeds";
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final List<String> KNOWN = List.of(IDS, MASK, TYPES);

    static TextModel of(OnnxModel model, ModelPack pack, TextPart part) {
        var file = pack.model(part.encoder());
        var config = pack.config(part.encoder());
        var own = model.inputs().stream()
                .filter(input -> !LoraInputNames.isOne(input.name()))
                .toList();
        own.forEach(input -> requireKnown(input, file));
        var inputs = own.stream().map(TensorInfo::name).toList();
        var states = statesOutput(model, part.states());
        int hidden = config.path("hidden_size").asInt(config.path("d_model").asInt());
        int width = states.map(name -> width(name, output(model, name), hidden, file))
                .orElse(0);
        var pooled = part.pooled() ? pooledOutput(model, inputs) : Optional.<String>empty();
        int pooledWidth = pooled.map(name -> width(
                        name,
                        output(model, name),
                        config.path(name.equals(PROJECTED) ? "projection_dim" : "hidden_size")
                                .asInt(width),
                        file))
                .orElse(part.pooled() ? width : 0);
        int length = pack.family().text().length(part, pack.settings().maxSequenceLength());
        return new TextModel(length, width, states, inputs, pooled, pooledWidth);
    }

    /** An export gives out the states before each layer and after the last. */
    private static Optional<String> statesOutput(OnnxModel model, TextPart.States states) {
        long layers = model.outputs().stream()
                .filter(output -> output.name().startsWith(HIDDEN))
                .count();
        return switch (states) {
            case NONE -> Optional.empty();
            case LAST -> Optional.of(LAST);
            case LAST_BUT_ONE -> Optional.of(HIDDEN + (layers - 2));
            case PROMPT_EMBEDS -> Optional.of("prompt_embeds");
        };
    }

    /** Tells whether the model is given a mask, so that rows of padding mean nothing. */
    boolean masked() {
        return inputs.contains(MASK);
    }

    Map<String, Shape> inputShapes() {
        var shapes = new HashMap<String, Shape>();
        inputs.forEach(input -> shapes.put(input, Shape.of(1, length)));
        return shapes;
    }

    Map<String, Shape> outputShapes() {
        var shapes = new HashMap<String, Shape>();
        statesOutput.ifPresent(output -> shapes.put(output, Shape.of(1, length, width)));
        pooledOutput.ifPresent(output -> shapes.put(output, Shape.of(1, pooledWidth)));
        return shapes;
    }

    /** Returns what an input is filled with: {@code [1, S]}. */
    long[] values(String input, Tokens tokens) {
        return switch (input) {
            case IDS -> tokens.ids();
            case MASK -> tokens.mask();
            default -> new long[length]; // one text, so all its tokens are of type 0
        };
    }

    /** CLIP's vectors are what its denoisers know; a BERT's pooler is not, so its token states are averaged. */
    private static Optional<String> pooledOutput(OnnxModel model, List<String> inputs) {
        if (output(model, PROJECTED).isPresent()) {
            return Optional.of(PROJECTED);
        }
        boolean clip = !inputs.contains(MASK) && output(model, "pooler_output").isPresent();
        return clip ? Optional.of("pooler_output") : Optional.empty();
    }

    private static Optional<TensorInfo> output(OnnxModel model, String name) {
        return model.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst();
    }

    private static void requireKnown(TensorInfo input, Path file) {
        boolean whole = input.dtype() == DType.I64 || input.dtype() == DType.I32;
        if (!KNOWN.contains(input.name()) || input.rank() != 2 || !whole) {
            throw new PackException(file, "input " + input + " is not one of " + KNOWN + ", I64 or I32 [batch, S]");
        }
    }

    private static int width(String name, Optional<TensorInfo> output, int configured, Path file) {
        var info = output.orElseThrow(() -> new PackException(file, "has no output '" + name + "'"));
        long declared = info.dimensions().get(info.rank() - 1);
        int width = declared == TensorInfo.FREE ? configured : (int) declared;
        if (width < 1) {
            throw new PackException(file, "the width of '" + info.name() + "' is nowhere to be read");
        }
        return width;
    }
}
