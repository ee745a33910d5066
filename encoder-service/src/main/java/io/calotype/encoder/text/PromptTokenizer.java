package io.calotype.encoder.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.calotype.encoder.weighting.Fragment;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pack's {@code tokenizer.json}: adds its special tokens, truncates before the last of them, pads to a fixed length.
 *
 * <p>Safe for many threads. Nothing is downloaded or reported: the native library comes with the jar and is unpacked below the home
 * folder, or below {@code DJL_CACHE_DIR} if that cannot be written.
 */
public final class PromptTokenizer implements PackTokenizer {

    private static final int MARKS = 2;

    private final HuggingFaceTokenizer tokenizer;

    private PromptTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.
     *
     * @param folder holds {@code tokenizer.json} and, where the padding token is not in it, {@code tokenizer_config.json}
     * @param length S, the tokens that every text gets
     * @throws PackException that names the file if it cannot be read
     */
    public static PromptTokenizer open(Path folder, int length) {
        return new PromptTokenizer(read(folder, length));
    }

    /** Reads the library's tokenizer, set to pad and to cut. */
    static HuggingFaceTokenizer read(Path folder, int length) {
        NativeTokenizers.keepToThemselves();
        var file = folder.resolve("tokenizer.json");
        try {
            return HuggingFaceTokenizer.builder()
                    .optTokenizerPath(folder)
                    .optTruncation(true)
                    .optPadToMaxLength()
                    .optMaxLength(length)
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new PackException(file, "is no tokenizer: " + e.getMessage(), e);
        }
    }

    /** Returns the tokens of a text. */
    public Tokens tokenize(String text) {
        var encoding = tokenizer.encode(text);
        long[] mask = encoding.getAttentionMask();
        int length = (int) Arrays.stream(mask).sum();
        var texts = Arrays.asList(encoding.getTokens()).subList(0, length);
        return new Tokens(encoding.getIds(), mask, texts, encoding.exceedMaxLength());
    }

    @Override
    public List<Tokens> windows(String text) {
        return List.of(tokenize(text));
    }

    /** Reads no more than the first window, as of a text without weights. */
    @Override
    public List<WeightedTokens> windows(List<Fragment> fragments) {
        if (fragments.size() == 1) {
            return PackTokenizer.super.windows(fragments);
        }
        var empty = tokenize(""); // the two marks and padding
        var all = FragmentTokens.of(tokenizer, LearnedTokens.NONE, fragments);
        int length = empty.ids().length;
        int count = Math.min(all.size(), length - MARKS);
        long[] ids = empty.ids().clone();
        float[] weights = WeightedTokens.plain(empty).weights();
        all.put(0, count, ids, weights);
        ids[1 + count] = empty.ids()[1];
        long[] mask = new long[length];
        Arrays.fill(mask, 0, count + MARKS, 1);
        var texts = new ArrayList<>(all.texts(0, count));
        texts.add(0, empty.texts().get(0));
        texts.add(empty.texts().get(1));
        return List.of(new WeightedTokens(new Tokens(ids, mask, texts, count < all.size()), weights));
    }

    /** Frees the native tokenizer. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
