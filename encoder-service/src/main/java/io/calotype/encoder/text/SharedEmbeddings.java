package io.calotype.encoder.text;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.messaging.store.BestEffortStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import io.calotype.messaging.store.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Embeddings of prompts in the object store, so that a text is encoded once by all encoders of a deployment.
 *
 * <p>Whoever writes a text's empty object encodes the text and fills the object; others wait for that. When the object stays empty
 * for too long, because its encoder died, or holds something else, they encode the text themselves. Without the store every
 * encoder works for itself. Texts that are encoded quickly are not worth the calls.
 */
final class SharedEmbeddings {

    private static final Logger LOG = Logger.getLogger(SharedEmbeddings.class);
    private static final byte[] RESERVED = {};
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 500;

    private final BestEffortStore store;
    private final MeasuredEmbedder embedder;
    private final Sharing sharing;
    private final MeterRegistry registry;

    /**
     * Shares what an embedder makes.
     *
     * @param registry counts texts as {@code calotype.embedding.store}, by {@code result}: {@code hit}, {@code miss} and {@code
     *     unavailable}
     */
    SharedEmbeddings(BestEffortStore store, MeasuredEmbedder embedder, Sharing sharing, MeterRegistry registry) {
        this.store = store;
        this.embedder = embedder;
        this.sharing = sharing;
        this.registry = registry;
    }

    /** Returns the embedding of a text, which this encoder makes if no other has; blocks while another makes it. */
    TextEmbedding get(WeightedText text) {
        if (!sharing.enabled() || embedder.fastest().compareTo(sharing.from()) < 0) {
            return embedder.encode(text);
        }
        var key = EmbeddingKeys.of(text.source(), sharing.maker(text));
        try {
            var found = await(key, embedder.outline(text));
            count(found.isPresent() ? "hit" : "miss");
            return found.orElseGet(() -> fill(key, embedder.encode(text)));
        } catch (StoreUnavailable unavailable) {
            count("unavailable");
            return embedder.encode(text);
        }
    }

    /** Returns the stored embedding; empty if it is for this encoder to make. */
    private Optional<TextEmbedding> await(String key, TextEmbedding outline) {
        long start = System.nanoTime();
        for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            var stored = stored(key, outline);
            if (stored.isPresent() && stored.get().length > 0) {
                return StoredEmbedding.read(stored.get(), outline);
            }
            boolean mine = stored.isEmpty() && store.putIfAbsent(key, RESERVED, Events.SAFETENSORS);
            if (mine || System.nanoTime() - start >= sharing.patience().toNanos() || !sleep(pause)) {
                return Optional.empty();
            }
        }
    }

    /** What is under a key; something too large is as good as any other text's. */
    private Optional<byte[]> stored(String key, TextEmbedding outline) {
        try {
            return store.get(key, StoredEmbedding.maxBytes(outline));
        } catch (ObjectTooLargeException e) {
            return Optional.of(new byte[1]);
        }
    }

    private TextEmbedding fill(String key, TextEmbedding embedding) {
        try {
            store.put(key, StoredEmbedding.write(embedding), Events.SAFETENSORS);
        } catch (StoreUnavailable unavailable) {
            LOG.debugf(unavailable, "key %s is not filled", key);
        }
        return embedding;
    }

    private void count(String result) {
        registry.counter("calotype.embedding.store", "result", result).increment();
    }

    private static boolean sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
