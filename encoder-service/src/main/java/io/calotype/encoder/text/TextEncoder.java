package io.calotype.encoder.text;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.nio.FloatBuffer;

/**
 * A pack's tokenizer and text encoder: text to token states and one vector for the whole.
 *
 * <p>Every text is encoded alone, padded to the pack's length, so that its embedding depends on nothing else. One thread at a
 * time; others wait.
 */
public final class TextEncoder implements AutoCloseable {

    private static final String COMPONENT = "text_encoder";

    private final PromptTokenizer tokenizer;
    private final TextModel layout;
    private final OnnxModel model;
    private final Slot slot;

    private TextEncoder(PromptTokenizer tokenizer, OnnxModel model, TextModel layout) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.layout = layout;
        this.slot = model.slot(layout.inputShapes(), layout.outputShapes());
    }

    /** Verifies and loads a pack's {@code tokenizer} and {@code text_encoder}; {@link PackException} names what does not fit. */
    public static TextEncoder open(ModelPack pack, SessionSettings settings) {
        pack.verify("tokenizer");
        pack.verify(COMPONENT);
        int length = pack.settings().maxSequenceLength();
        var file = pack.model(COMPONENT);
        var tokenizer = PromptTokenizer.open(pack.directory().resolve("tokenizer"), length);
        var model = OnnxModel.load(file, settings);
        try {
            return new TextEncoder(tokenizer, model, TextModel.of(model, file, pack.config(COMPONENT), length));
        } catch (RuntimeException | Error e) {
            model.close();
            tokenizer.close();
            throw e;
        }
    }

    /** Returns what a text means; a text that is too long is cut, which its tokens tell. */
    public synchronized TextEmbedding encode(String text) {
        var tokens = tokenizer.tokenize(text);
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
    public boolean masked() {
        return layout.masked();
    }

    private float[] states(Tokens tokens) {
        float[] states = new float[tokens.ids().length * layout.width()];
        slot.output(TextModel.STATES).get(0, states);
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

    /** Frees model and tokenizer, after an encoding under way. */
    @Override
    public synchronized void close() {
        slot.close();
        model.close();
        tokenizer.close();
    }
}
