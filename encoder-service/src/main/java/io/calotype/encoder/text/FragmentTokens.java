package io.calotype.encoder.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.calotype.encoder.weighting.Fragment;
import java.util.ArrayList;
import java.util.List;

/** The tokens of fragments one after the other, without marks and padding: no token reaches from one into the next. */
final class FragmentTokens {

    private final List<Long> ids = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();

    private final LearnedTokens learned;

    private FragmentTokens(LearnedTokens learned) {
        this.learned = learned;
    }

    static FragmentTokens of(HuggingFaceTokenizer tokenizer, LearnedTokens learned, List<Fragment> fragments) {
        var tokens = new FragmentTokens(learned);
        fragments.forEach(
                fragment -> tokens.add(tokenizer.encode(fragment.text(), false, false), (float) fragment.weight()));
        return tokens;
    }

    private void add(Encoding encoding, float weight) {
        long[] mask = encoding.getAttentionMask();
        for (int i = 0; i < mask.length && mask[i] != 0; i++) {
            add(encoding.getIds()[i], encoding.getTokens()[i], weight);
            for (var token : learned.after(encoding.getIds()[i])) {
                add(token.id(), token.text(), weight);
            }
        }
    }

    private void add(long id, String text, float weight) {
        ids.add(id);
        texts.add(text);
        weights.add(weight);
    }

    long[] ids() {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    int size() {
        return ids.size();
    }

    /** Puts some tokens into a window, behind its first mark. */
    void put(int from, int to, long[] window, float[] windowWeights) {
        for (int i = from; i < to; i++) {
            window[1 + i - from] = ids.get(i);
            windowWeights[1 + i - from] = weights.get(i);
        }
    }

    List<String> texts(int from, int to) {
        return texts.subList(from, to);
    }
}
