package io.calotype.encoder.text;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.encoder.weighting.Fragment;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.family.TextPart;
import io.calotype.inference.lora.LoraGraph;
import io.calotype.inference.lora.LoraStacks;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

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
    private final boolean beside;
    private final TextLoras loras;

    private TextTower(PackTokenizer tokenizer, OnnxModel model, TextModel layout, boolean beside, TextLoras loras) {
        this.beside = beside;
        this.tokenizer = tokenizer;
        this.model = model;
        this.layout = layout;
        this.loras = loras;
        this.slot = model.slot(loras.shapes(layout.inputShapes()), layout.outputShapes(), loras.inputNames());
    }

    /** Verifies and loads a text encoder; {@link PackException} names what does not fit. */
    static TextTower open(ModelPack pack, TextPart part, LongPrompts rule, SessionSettings settings, LoraLimit loras) {
        pack.verify(part.tokenizer());
        pack.verifyGraphs(part.encoder());
        var tokenizer = tokenizer(pack, part, rule);
        try {
            return over(tokenizer, pack, part, settings, loras);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static TextTower over(
            PackTokenizer tokenizer, ModelPack pack, TextPart part, SessionSettings settings, LoraLimit loras) {
        var model = LoraGraph.load(loras.shelf(), pack, part.encoder(), settings);
        try {
            var own = new TextLoras(loras.shelf(), part.encoder(), new LoraStacks(model, loras.bytes()));
            boolean beside = part.reader() != TextPart.Reader.T5;
            return new TextTower(tokenizer, model, TextModel.of(model, pack, part), beside, own);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static PackTokenizer tokenizer(ModelPack pack, TextPart part, LongPrompts rule) {
        var folder = pack.directory().resolve(part.tokenizer());
        int length = pack.family().text().length(part, pack.settings().maxSequenceLength());
        return switch (part.reader()) {
            case SENTENCE -> PromptTokenizer.open(folder, length);
            case CLIP -> ClipTokenizer.open(pack, part.tokenizer(), length, rule);
            case T5 -> T5Tokenizer.open(folder, length);
            case CHAT -> ChatTokenizer.open(pack, part.tokenizer(), length);
        };
    }

    /** Encodes a text; one that is too long is cut, as its tokens show, or fills several windows. */
    TextEmbedding encode(WeightedText text) {
        loras.use(text.loras());
        return text.rule() == PromptWeights.COMPEL
                ? new CompelBlend(this).encode(text.windows().get(0))
                : windows(text, window -> encode(window.tokens(), states -> multiply(text, states, window.weights())));
    }

    /** Returns the tokens of a text, with zeros for what the model would make of them. */
    TextEmbedding outline(WeightedText text) {
        return windows(
                text,
                window -> embedding(
                        window.tokens(),
                        new float[rows(window.tokens()) * layout.width()],
                        new float[layout.pooledWidth()]));
    }

    private TextEmbedding windows(WeightedText text, Function<WeightedTokens, TextEmbedding> window) {
        var all =
                text.windows().stream().flatMap(part -> windows(part).stream()).toList();
        int most = Math.min(all.size(), Limits.MAX_PROMPT_WINDOWS);
        return IntStream.range(0, most)
                .mapToObj(all::get)
                .map(tokens -> most < all.size() ? tokens.cut() : tokens)
                .map(window)
                .reduce(TextEmbedding::followedBy)
                .orElseThrow();
    }

    /** A sentence encoder's states have no mean to speak of: restoring it would scale them by chance. */
    private void multiply(WeightedText text, float[] states, float[] weights) {
        if (text.isPlain()) {
            return;
        }
        if (masked()) {
            Emphasis.multiply(states, weights);
        } else {
            Emphasis.multiplyKeepingMean(states, weights);
        }
    }

    /** Returns the windows that fragments fill. */
    List<WeightedTokens> windows(List<Fragment> fragments) {
        return tokenizer.windows(fragments);
    }

    /** Encodes one window and changes its token states, but not its vector for the whole. */
    TextEmbedding encode(Tokens tokens, Consumer<float[]> change) {
        for (var input : model.inputs()) {
            if (layout.inputs().contains(input.name())) {
                fill(input.name(), input.dtype(), layout.values(input.name(), tokens));
            }
        }
        loras.run(slot);
        float[] states = states(tokens, rows(tokens));
        float[] pooled = pooled(states, tokens);
        change.accept(states);
        return embedding(tokens, states, pooled);
    }

    private TextEmbedding embedding(Tokens tokens, float[] states, float[] pooled) {
        int rows = rows(tokens);
        return new TextEmbedding(
                tokens,
                Tensor.ofFloats(Shape.of(rows, layout.width()), states),
                Tensor.ofLongs(Shape.of(rows), Arrays.copyOf(tokens.mask(), rows)),
                Tensor.ofFloats(Shape.of(layout.pooledWidth()), pooled));
    }

    private int rows(Tokens tokens) {
        return layout.statesOutput().isPresent() ? tokens.ids().length : 0;
    }

    /** Tells whether its token states stand beside those of the encoder before it; if not, they follow below. */
    boolean standsBeside() {
        return beside;
    }

    /** Tells whether the model is given a mask, so that rows of padding mean nothing. */
    boolean masked() {
        return layout.masked();
    }

    private float[] states(Tokens tokens, int rows) {
        float[] states = new float[rows * layout.width()];
        layout.statesOutput().ifPresent(output -> slot.output(output).get(0, states));
        for (int i = 0; layout.masked() && i < states.length; i++) {
            states[i] = tokens.mask()[i / layout.width()] == 0 ? 0 : states[i];
        }
        return states;
    }

    private float[] pooled(float[] states, Tokens tokens) {
        var own = layout.pooledOutput();
        if (layout.pooledWidth() == 0) {
            return new float[0];
        }
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
        loras.close();
        model.close();
        tokenizer.close();
    }
}
