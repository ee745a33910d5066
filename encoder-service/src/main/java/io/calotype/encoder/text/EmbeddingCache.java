package io.calotype.encoder.text;

import io.calotype.encoder.weighting.WeightedText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the embeddings used last, so that a negative prompt that is nearly always the same is encoded once.
 *
 * <p>Safe for many threads. Of those that miss the same text at the same time one encodes it, and the others wait.
 */
public final class EmbeddingCache {

    /** A text as one pack reads it. */
    private record Key(String packDigest, WeightedText text) {}

    private final long maxBytes;
    private final Counter hits;
    private final Counter misses;
    private final LinkedHashMap<Key, TextEmbedding> used = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, CompletableFuture<Optional<TextEmbedding>>> encoding = new ConcurrentHashMap<>();
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

    /** Returns the embedding of a text, encoding it if it is not held; blocks while another thread encodes it. */
    public TextEmbedding get(String packDigest, WeightedText text, Function<WeightedText, TextEmbedding> encode) {
        var key = new Key(packDigest, text);
        var mine = new CompletableFuture<Optional<TextEmbedding>>();
        var others = encoding.putIfAbsent(key, mine);
        if (others == null) {
            return get(key, encode, mine);
        }
        var embedding = others.join();
        embedding.ifPresent(shared -> hits.increment());
        return embedding.orElseGet(() -> encode.apply(text));
    }

    private TextEmbedding get(
            Key key, Function<WeightedText, TextEmbedding> encode, CompletableFuture<Optional<TextEmbedding>> result) {
        var embedding = held(key);
        try {
            (embedding == null ? misses : hits).increment();
            embedding = embedding == null ? hold(key, encode.apply(key.text)) : embedding;
            return embedding;
        } finally {
            encoding.remove(key);
            result.complete(Optional.ofNullable(embedding));
        }
    }

    private synchronized @Nullable TextEmbedding held(Key key) {
        return used.get(key);
    }

    private synchronized TextEmbedding hold(Key key, TextEmbedding embedding) {
        var replaced = used.put(key, embedding);
        bytes += embedding.byteSize() - (replaced == null ? 0 : replaced.byteSize());
        var eldest = used.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().byteSize();
            eldest.remove();
        }
        return embedding;
    }
}
