package io.calotype.encoder.text;

import io.calotype.contracts.tensor.Shape;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a pack reads texts with: one text encoder or several, whose results are joined as the pack's family has it.
 *
 * <p>Every text is encoded alone, so that its embedding depends on nothing else. One thread at a time; others wait.
 */
public final class TextEncoder implements Embedder, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TextEncoder.class);

    private static final long LORA_BYTES = 128L << 20;

    private final List<TextTower> towers;
    private final List<Shape> blanks; // the token states of encoders that the pack comes without

    private TextEncoder(List<TextTower> towers, List<Shape> blanks) {
        this.towers = List.copyOf(towers);
        this.blanks = List.copyOf(blanks);
    }

    /** Verifies and loads a pack's text encoders, cutting long prompts; {@link PackException} names what does not fit. */
    public static TextEncoder open(ModelPack pack, SessionSettings settings) {
        return open(pack, LongPrompts.CUT, settings);
    }

    /** Verifies and loads a pack's text encoders and tokenizers; {@link PackException} names what does not fit. */
    public static TextEncoder open(ModelPack pack, LongPrompts rule, SessionSettings settings) {
        return open(pack, rule, settings, LORA_BYTES);
    }

    /** The same with another limit of the memory that LoRAs of prompts take for each text encoder, in bytes. */
    public static TextEncoder open(ModelPack pack, LongPrompts rule, SessionSettings settings, long loraBytes) {
        var recipe = pack.family().text();
        var towers = new ArrayList<TextTower>();
        var blanks = new ArrayList<Shape>();
        var shelf = LoraShelf.of(pack);
        try {
            for (var part : recipe.parts()) {
                if (part.optional() && !pack.has(part.encoder())) {
                    LOG.infof("%s comes without %s: zeros stand for what it reads", pack.name(), part.encoder());
                    blanks.add(blank(pack));
                } else {
                    var cut = recipe.takesWindows() ? rule : LongPrompts.CUT;
                    towers.add(TextTower.open(pack, part, cut, settings, new LoraLimit(shelf, loraBytes)));
                }
            }
            return new TextEncoder(towers, blanks);
        } catch (RuntimeException | Error e) {
            towers.forEach(TextTower::close);
            throw e;
        }
    }

    /** The shape of an absent encoder's token states, as wide as the denoiser takes them. */
    private static Shape blank(ModelPack pack) {
        var component = pack.family().denoiser().component();
        int width = pack.config(component).path("joint_attention_dim").asInt();
        if (width < 1) {
            throw new PackException(
                    pack.directory().resolve(component), "config.json has no joint_attention_dim, the width of a text");
        }
        return Shape.of(pack.settings().maxSequenceLength(), width);
    }

    /** Encodes a text as it is. */
    public TextEmbedding encode(String text) {
        return encode(WeightedText.plain(text));
    }

    @Override
    public synchronized TextEmbedding encode(WeightedText text) {
        return joined(tower -> tower.encode(text));
    }

    @Override
    public TextEmbedding outline(WeightedText text) {
        return joined(tower -> tower.outline(text));
    }

    private TextEmbedding joined(Function<TextTower, TextEmbedding> part) {
        var whole = part.apply(towers.get(0));
        for (var tower : towers.subList(1, towers.size())) {
            whole = tower.standsBeside() ? whole.beside(part.apply(tower)) : whole.above(part.apply(tower));
        }
        for (var blank : blanks) {
            whole = whole.aboveZeros(blank);
        }
        return whole;
    }

    @Override
    public boolean masked() {
        return towers.get(0).masked();
    }

    /** Frees models and tokenizers, after the running encoding. */
    @Override
    public synchronized void close() {
        towers.forEach(TextTower::close);
    }
}
