package io.calotype.encoder.text;

import io.calotype.encoder.weighting.WeightedText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times encodings as {@code calotype.embedding.encode}; one at a time, so that none is timed while it waits. */
final class MeasuredEmbedder implements Embedder {

    private final Embedder embedder;
    private final Timer timer;
    private long fastest = Long.MAX_VALUE;

    MeasuredEmbedder(Embedder embedder, MeterRegistry registry) {
        this.embedder = embedder;
        this.timer = registry.timer("calotype.embedding.encode");
    }

    @Override
    public synchronized TextEmbedding encode(WeightedText text) {
        long start = System.nanoTime();
        var embedding = embedder.encode(text);
        long took = System.nanoTime() - start;
        timer.record(Duration.ofNanos(took));
        fastest = Math.min(fastest, took);
        return embedding;
    }

    @Override
    public TextEmbedding outline(WeightedText text) {
        return embedder.outline(text);
    }

    @Override
    public boolean masked() {
        return embedder.masked();
    }

    /** The time of the fastest encoding so far, since the first runs on a cold model; very long before that. */
    synchronized Duration fastest() {
        return Duration.ofNanos(fastest);
    }
}
