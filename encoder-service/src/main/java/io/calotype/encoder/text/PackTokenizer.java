package io.calotype.encoder.text;

import java.util.List;

/** Text to the ids that a text encoder takes, safe for many threads. */
interface PackTokenizer extends AutoCloseable {

    /** Returns one or more windows, each as long as the text encoder's. */
    List<Tokens> windows(String text);

    /** Frees what is native. */
    @Override
    void close();
}
