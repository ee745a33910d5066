package io.calotype.encoder.text;

import io.calotype.encoder.config.LongPrompts;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.Family;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pack reads texts with: one text encoder, or the two of Stable Diffusion XL, whose token states stand side by side.
 *
 * <p>Every text is encoded alone, so that its embedding depends on nothing else. One thread at a time; others wait.
 */
public final class TextEncoder implements AutoCloseable {

    private final List<TextTower> towers;

    private TextEncoder(List<TextTower> towers) {
        this.towers = List.copyOf(towers);
    }

    /** Verifies and loads a pack's text encoders, cutting long prompts; {@link PackException} names what does not fit. */
    public static TextEncoder open(ModelPack pack, SessionSettings settings) {
        return open(pack, LongPrompts.CUT, settings);
    }

    /** Verifies and loads a pack's text encoders and tokenizers; {@link PackException} names what does not fit. */
    public static TextEncoder open(ModelPack pack, LongPrompts rule, SessionSettings settings) {
        var numbers = pack.family() == Family.STABLE_DIFFUSION_XL ? List.of("", "_2") : List.of("");
        var towers = new ArrayList<TextTower>();
        try {
            numbers.forEach(number -> towers.add(TextTower.open(pack, number, rule, settings)));
            return new TextEncoder(towers);
        } catch (RuntimeException | Error e) {
            towers.forEach(TextTower::close);
            throw e;
        }
    }

    /** Encodes a text; one that is too long is cut, as its tokens show, or fills several windows. */
    public synchronized TextEmbedding encode(String text) {
        return towers.stream()
                .map(tower -> tower.encode(text))
                .reduce(TextEmbedding::beside)
                .orElseThrow();
    }

    /** Tells whether the model is given a mask, so that rows of padding mean nothing. */
    public boolean masked() {
        return towers.get(0).masked();
    }

    /** Frees models and tokenizers, after the running encoding. */
    @Override
    public synchronized void close() {
        towers.forEach(TextTower::close);
    }
}
