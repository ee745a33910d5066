package io.calotype.encoder.text;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the embeddings used last, so that a negative prompt that is nearly always the same is encoded once.
 *
 * <p>Safe for many threads. Two that miss the same text at the same time both encode it, to the same bytes.
 */
public final class EmbeddingCache {

    /** A text as one pack reads it. */
    private record Key(String packDigest, String text) {}

    private final long maxBytes;
    private final Counter hits;
    private final Counter misses;
    private final LinkedHashMap<Key, TextEmbedding> used = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Makes an empty cache.
     *
     * @param maxBytes of embeddings held; 0 holds none
     * @param registry counts look-ups as {@code calotype.embedding.cache}, by {@code result} {@code hit} or {@code miss}
     */
    public EmbeddingCache(long maxBytes, MeterRegistry registry) {
        this.maxBytes = maxBytes;
        this.hits = registry.counter("calotype.embedding.cache", "result", "hit");
        this.misses = registry.counter("calotype.embedding.cache", "result", "miss");
    }

    /** Returns the embedding of a text, encoding it if it is not held. */
    public TextEmbedding get(String packDigest, String text, Function<String, TextEmbedding> encode) {
        var key = new Key(packDigest, text);
        var held = held(key);
        if (held != null) {
            hits.increment();
            return held;
        }
        misses.increment();
        var encoded = encode.apply(text);
        hold(key, encoded);
        return encoded;
    }

    private synchronized @Nullable TextEmbedding held(Key key) {
        return used.get(key);
    }

    private synchronized void hold(Key key, TextEmbedding embedding) {
        var replaced = used.put(key, embedding);
        bytes += embedding.byteSize() - (replaced == null ? 0 : replaced.byteSize());
        var eldest = used.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().byteSize();
            eldest.remove();
        }
    }
}
