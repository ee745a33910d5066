package io.calotype.encoder.text;

import io.calotype.encoder.weighting.Fragment;
import java.util.ArrayList;
import java.util.List;

/**
 * What Compel makes of weights: a heavy word's states move away from those of an empty text; for a light one the text is
 * blended with the same text without it.
 *
 * <p>That is Compel's {@code DownweightMode.REMOVE}. Its default masks the word instead, which takes an attention mask that exports
 * of CLIP do not have.
 */
final class CompelBlend {

    private static final double LEAST = 1e-5;

    private final TextTower tower;
    private final TextEmbedding empty;

    CompelBlend(TextTower tower) {
        this.tower = tower;
        var window = tower.windows(List.of(new Fragment("", 1))).get(0);
        this.empty = tower.encode(window.tokens(), states -> {});
    }

    TextEmbedding encode(List<Fragment> fragments) {
        var whole = weighted(fragments);
        double[] sum = new double[whole.states().toFloatArray().length];
        double shares = add(sum, whole, 1);
        for (int i = 0; i < fragments.size(); i++) {
            double weight = fragments.get(i).weight();
            if (weight < 1) {
                double share = Math.tan((1 - Math.max(LEAST, weight)) * Math.PI / 2);
                shares += add(sum, asLongAs(whole, weighted(without(fragments, i))), share);
            }
        }
        float[] states = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            states[i] = (float) (sum[i] / shares);
        }
        return whole.withStates(states);
    }

    private TextEmbedding weighted(List<Fragment> fragments) {
        float[] of = empty.states().toFloatArray();
        return tower.windows(fragments).stream()
                .map(window ->
                        tower.encode(window.tokens(), states -> Emphasis.interpolate(states, of, window.weights())))
                .reduce(TextEmbedding::followedBy)
                .orElseThrow();
    }

    private TextEmbedding asLongAs(TextEmbedding whole, TextEmbedding other) {
        var padded = other;
        while (padded.length() < whole.length()) {
            padded = padded.followedBy(empty);
        }
        return padded;
    }

    private static List<Fragment> without(List<Fragment> fragments, int index) {
        var others = new ArrayList<>(fragments);
        others.remove(index);
        return others.isEmpty() ? List.of(new Fragment("", 1)) : others;
    }

    private static double add(double[] sum, TextEmbedding text, double share) {
        float[] states = text.states().toFloatArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * states[i];
        }
        return share;
    }
}
