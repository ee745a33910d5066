package io.calotype.encoder.text;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.pack.Family;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.nio.FloatBuffer;

/**
 * One text encoder of a pack with its tokenizer: text to token states and one vector for the whole.
 *
 * <p>Every text is encoded alone, padded to the pack's length, so that its embedding depends on nothing else. One thread at a
 * time.
 */
final class TextTower implements AutoCloseable {

    private final PackTokenizer tokenizer;
    private final TextModel layout;
    private final OnnxModel model;
    private final Slot slot;

    private TextTower(PackTokenizer tokenizer, OnnxModel model, TextModel layout) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.layout = layout;
        this.slot = model.slot(layout.inputShapes(), layout.outputShapes());
    }

    /**
     * Verifies and loads a text encoder; {@link PackException} names what does not fit.
     *
     * @param number empty, or {@code _2} for a pack's second one
     */
    static TextTower open(ModelPack pack, String number, LongPrompts rule, SessionSettings settings) {
        var component = "text_encoder" + number;
        pack.verify("tokenizer" + number);
        pack.verify(component);
        var tokenizer = tokenizer(pack, "tokenizer" + number, rule);
        try {
            return over(tokenizer, pack, component, settings);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static TextTower over(PackTokenizer tokenizer, ModelPack pack, String component, SessionSettings settings) {
        var model = OnnxModel.load(pack.model(component), settings);
        try {
            return new TextTower(tokenizer, model, TextModel.of(model, pack, component));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static PackTokenizer tokenizer(ModelPack pack, String folder, LongPrompts rule) {
        return pack.family() == Family.CALOTYPE
                ? PromptTokenizer.open(
                        pack.directory().resolve(folder), pack.settings().maxSequenceLength())
                : ClipTokenizer.open(pack, folder, rule);
    }

    /** Encodes a text; one that is too long is cut, as its tokens show, or fills several windows. */
    TextEmbedding encode(String text) {
        return tokenizer.windows(text).stream()
                .map(this::encode)
                .reduce(TextEmbedding::followedBy)
                .orElseThrow();
    }

    private TextEmbedding encode(Tokens tokens) {
        for (var input : model.inputs()) {
            fill(input.name(), input.dtype(), layout.values(input.name(), tokens));
        }
        slot.run();
        int length = tokens.ids().length;
        float[] states = states(tokens);
        var shape = Shape.of(length, layout.width());
        return new TextEmbedding(
                tokens,
                Tensor.ofFloats(shape, states),
                Tensor.ofLongs(Shape.of(length), tokens.mask()),
                Tensor.ofFloats(Shape.of(layout.pooledWidth()), pooled(states, tokens)));
    }

    /** Tells whether the model is given a mask, so that rows of padding mean nothing. */
    boolean masked() {
        return layout.masked();
    }

    private float[] states(Tokens tokens) {
        float[] states = new float[tokens.ids().length * layout.width()];
        slot.output(layout.statesOutput()).get(0, states);
        for (int i = 0; layout.masked() && i < states.length; i++) {
            states[i] = tokens.mask()[i / layout.width()] == 0 ? 0 : states[i];
        }
        return states;
    }

    private float[] pooled(float[] states, Tokens tokens) {
        var own = layout.pooledOutput();
        if (own.isEmpty()) {
            return Pooling.mean(FloatBuffer.wrap(states), tokens.mask());
        }
        float[] pooled = new float[layout.pooledWidth()];
        slot.output(own.get()).get(0, pooled);
        return pooled;
    }

    private void fill(String input, DType dtype, long[] values) {
        if (dtype == DType.I64) {
            slot.longs(input).put(0, values);
            return;
        }
        var ints = slot.bytes(input).asIntBuffer();
        for (long value : values) {
            ints.put((int) value);
        }
    }

    @Override
    public void close() {
        slot.close();
        model.close();
        tokenizer.close();
    }
}
