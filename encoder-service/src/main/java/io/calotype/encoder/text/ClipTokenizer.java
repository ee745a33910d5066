package io.calotype.encoder.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.calotype.contracts.spec.Limits;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.encoder.weighting.Fragment;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.tokenizer.ClipVocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CLIP's tokenizer: the ids that transformers gives, set into windows of start, text, end and padding.
 *
 * <p>A text of several windows is split every so many tokens, without regard to words.
 */
final class ClipTokenizer implements PackTokenizer {

    private static final int MARKS = 2;
    private static final String END_OF_WORD = "</w>";

    private final HuggingFaceTokenizer tokenizer;
    private final ClipMarks marks;
    private final LearnedTokens learned;
    private final Room room;

    /**
     * How much it reads.
     *
     * @param length of a window, in tokens
     */
    private record Room(int length, int windows) {

        int text() {
            return length - MARKS;
        }
    }

    private ClipTokenizer(HuggingFaceTokenizer tokenizer, ClipMarks marks, LearnedTokens learned, Room room) {
        this.tokenizer = tokenizer;
        this.marks = marks;
        this.learned = learned;
        this.room = room;
    }

    /**
     * Reads {@code tokenizer} or {@code tokenizer_2} of a pack; {@link PackException} names the file that does not fit.
     *
     * @param length of a window, in tokens
     */
    static ClipTokenizer open(ModelPack pack, String folder, int length, LongPrompts rule) {
        NativeTokenizers.keepToThemselves();
        var vocabulary = ClipVocabulary.of(pack, folder);
        var marks = ClipMarks.of(pack.config(folder), vocabulary.ids(), vocabulary.file());
        var json = vocabulary.tokenizer().toString().getBytes(StandardCharsets.UTF_8);
        var options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try {
            var tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
            int windows = rule == LongPrompts.CHUNK ? Limits.MAX_PROMPT_WINDOWS : 1;
            var learned = LearnedTokens.of(vocabulary.tokenizer().path("added_tokens"));
            return new ClipTokenizer(tokenizer, marks, learned, new Room(length, windows));
        } catch (IOException | RuntimeException e) {
            throw new PackException(vocabulary.file(), "is no tokenizer: " + e.getMessage(), e);
        }
    }

    /** Returns the ids of a text alone, however long it is. */
    long[] ids(String text) {
        return FragmentTokens.of(tokenizer, learned, List.of(new Fragment(text, 1)))
                .ids();
    }

    @Override
    public List<Tokens> windows(String text) {
        return windows(List.of(new Fragment(text, 1))).stream()
                .map(WeightedTokens::tokens)
                .toList();
    }

    @Override
    public List<WeightedTokens> windows(List<Fragment> fragments) {
        var all = FragmentTokens.of(tokenizer, learned, fragments);
        int most = room.text();
        int count = Math.max(1, Math.min(room.windows(), (all.size() + most - 1) / most));
        var filled = new ArrayList<WeightedTokens>();
        for (int window = 0; window < count; window++) {
            filled.add(window(all, window * most));
        }
        return filled;
    }

    private WeightedTokens window(FragmentTokens all, int from) {
        int to = Math.min(all.size(), from + room.text());
        long[] ids = new long[room.length()];
        float[] weights = new float[room.length()];
        Arrays.fill(ids, marks.padding());
        Arrays.fill(weights, 1);
        ids[0] = marks.start();
        all.put(from, to, ids, weights);
        ids[1 + to - from] = marks.end();
        long[] mask = new long[room.length()];
        Arrays.fill(mask, 0, to - from + MARKS, 1);
        var texts = all.texts(from, to).stream()
                .map(token ->
                        token.endsWith(END_OF_WORD) ? token.substring(0, token.length() - END_OF_WORD.length()) : token)
                .toList();
        boolean last = from / room.text() == room.windows() - 1;
        return new WeightedTokens(new Tokens(ids, mask, texts, last && to < all.size()), weights);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
