package io.calotype.encoder.text;

import io.calotype.encoder.weighting.Fragment;
import java.util.List;
import java.util.stream.Collectors;

/** Text to the ids that a text encoder takes, safe for many threads. */
interface PackTokenizer extends AutoCloseable {

    /** Returns one or more windows, each as long as the text encoder's. */
    List<Tokens> windows(String text);

    /** Returns the windows of a text in fragments, each token with the weight of its fragment. */
    default List<WeightedTokens> windows(List<Fragment> fragments) {
        var text = fragments.stream().map(Fragment::text).collect(Collectors.joining());
        return windows(text).stream().map(WeightedTokens::plain).toList();
    }

    /** Frees what is native. */
    @Override
    void close();
}
