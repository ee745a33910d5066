package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.weighting.WeightedText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EmbeddingCacheTest {

    private static final long ONE = embedding().byteSize();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> encoded = new ArrayList<>();

    @Test
    void aTextIsEncodedOnce() {
        // Given
        var cache = new EmbeddingCache(10 * ONE, registry);

        // When
        var first = cache.get("digest", WeightedText.plain("blurry"), this::encode);
        var second = cache.get("digest", WeightedText.plain("blurry"), this::encode);

        // Then
        assertThat(second).isSameAs(first);
        assertThat(encoded).containsExactly("blurry");
        assertThat(count("hit")).isEqualTo(1);
        assertThat(count("miss")).isEqualTo(1);
    }

    @Test
    void packsDoNotShare() {
        // Given
        var cache = new EmbeddingCache(10 * ONE, registry);

        // When
        cache.get("one", WeightedText.plain("blurry"), this::encode);
        cache.get("two", WeightedText.plain("blurry"), this::encode);

        // Then
        assertThat(encoded).hasSize(2);
    }

    @Test
    void theLeastRecentlyUsedGoes() {
        // Given
        var cache = new EmbeddingCache(2 * ONE, registry);
        cache.get("digest", WeightedText.plain("a"), this::encode);
        cache.get("digest", WeightedText.plain("b"), this::encode);
        cache.get("digest", WeightedText.plain("a"), this::encode);

        // When
        cache.get("digest", WeightedText.plain("c"), this::encode);
        cache.get("digest", WeightedText.plain("a"), this::encode);
        cache.get("digest", WeightedText.plain("b"), this::encode);

        // Then
        assertThat(encoded).containsExactly("a", "b", "c", "b");
    }

    @Test
    void withoutRoomNothingIsHeld() {
        // Given
        var cache = new EmbeddingCache(0, registry);

        // When
        cache.get("digest", WeightedText.plain("a"), this::encode);
        cache.get("digest", WeightedText.plain("a"), this::encode);

        // Then
        assertThat(encoded).hasSize(2);
    }

    @Test
    void whileATextIsEncodedOthersWait() throws Exception {
        // Given
        var cache = new EmbeddingCache(10 * ONE, registry);
        var begun = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> cache.get("digest", WeightedText.plain("a"), text -> {
            begun.countDown();
            await(done);
            return encode(text);
        }));
        begun.await();

        // When
        var second = CompletableFuture.supplyAsync(() -> cache.get("digest", WeightedText.plain("a"), this::encode));
        done.countDown();

        // Then
        assertThat(second.get()).isSameAs(first.get());
        assertThat(encoded).containsExactly("a");
    }

    @Test
    void whereOneFailsTheNextTries() {
        // Given
        var cache = new EmbeddingCache(10 * ONE, registry);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> cache.get("digest", WeightedText.plain("a"), text -> {
                    throw new IllegalStateException("no memory");
                }));

        // Then
        assertThat(cache.get("digest", WeightedText.plain("a"), this::encode)).isNotNull();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TextEmbedding encode(WeightedText text) {
        encoded.add(text.text());
        return embedding();
    }

    private static TextEmbedding embedding() {
        var tokens = new Tokens(new long[2], new long[] {1, 1}, List.of("[CLS]", "[SEP]"), false);
        return new TextEmbedding(
                tokens,
                Tensor.ofFloats(Shape.of(2, 3), new float[6]),
                Tensor.ofLongs(Shape.of(2), tokens.mask()),
                Tensor.ofFloats(Shape.of(3), new float[3]));
    }

    private double count(String result) {
        return registry.counter("calotype.embedding.cache", "result", result).count();
    }
}
