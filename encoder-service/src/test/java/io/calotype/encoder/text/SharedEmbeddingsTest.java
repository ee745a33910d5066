package io.calotype.encoder.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.weighting.WeightedText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoders that share a store; each has its own cache and metrics. */
@Timeout(30)
class SharedEmbeddingsTest {

    private static final String TEXT = "a cat on a red mat";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final TextEmbedding EMBEDDING = embedding(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

    private final MemoryEmbeddings store = new MemoryEmbeddings();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void twoEncodersEncodeAHundredEqualPromptsOnce() {
        // Given
        var encoders = List.of(new Encoder(shared(LONG)), new Encoder(shared(LONG)));

        // When
        var prompts = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map(i ->
                        CompletableFuture.supplyAsync(() -> encoders.get(i % 2).embed(TEXT), threads))
                .toList();

        // Then
        assertThat(prompts).extracting(CompletableFuture::join).allMatch(EMBEDDING::equals);
        assertThat(encoders.stream().mapToLong(Encoder::encodings).sum()).isEqualTo(1);
        assertThat(encoders.stream()
                        .mapToDouble(encoder -> encoder.count("miss"))
                        .sum())
                .isEqualTo(1);
        assertThat(encoders.stream()
                        .mapToDouble(encoder -> encoder.count("hit"))
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void aDeadEncoderDelaysATextOnce() {
        // Given
        var dies = new Encoder(shared(LONG));
        dies.slow.fails = true;
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> dies.embed(TEXT));
        assertThat(store.objects.values()).containsExactly(new byte[0]);

        // When
        var next = new Encoder(shared(SHORT));
        next.embed(TEXT);

        // Then
        assertThat(next.encodings()).isEqualTo(1);
        var third = new Encoder(shared(LONG));
        assertThat(third.embed(TEXT)).isEqualTo(EMBEDDING);
        assertThat(third.encodings()).isZero();
    }

    static Stream<byte[]> damaged() {
        var whole = StoredEmbedding.write(embedding(3, 2));
        var flipped = whole.clone();
        flipped[flipped.length - 1] ^= 1;
        var nan = embedding(new float[] {Float.NaN, 0, 0, 0, 0, 0}, 3, 2);
        return Stream.of(
                flipped,
                Arrays.copyOf(whole, whole.length - 4),
                "no safetensors".getBytes(UTF_8),
                new byte[1],
                new byte[1 << 20],
                StoredEmbedding.write(nan),
                StoredEmbedding.write(embedding(4, 2)),
                StoredEmbedding.write(embedding(3, 3)));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void whatIsNoEmbeddingOfTheTextIsReplaced(byte[] stored) {
        // Given
        new Encoder(shared(LONG)).embed(TEXT);
        store.objects.replaceAll((key, whole) -> stored);

        // When
        var meets = new Encoder(shared(LONG));
        var embedding = meets.embed(TEXT);

        // Then
        assertThat(embedding).isEqualTo(EMBEDDING);
        assertThat(meets.encodings()).isEqualTo(1);
        assertThat(store.objects.values()).containsExactly(StoredEmbedding.write(embedding));
    }

    @Test
    void withoutTheStoreEveryEncoderWorksForItself() {
        // Given
        store.away = true;
        var encoder = new Encoder(shared(LONG));

        // Then
        assertThat(encoder.embed(TEXT)).isEqualTo(EMBEDDING);
        assertThat(encoder.count("unavailable")).isEqualTo(1);
    }

    @Test
    void aFastTextEncoderDoesNotAskTheStore() {
        // Given
        var fast = new Encoder(new Sharing(true, "m", Duration.ofSeconds(5), LONG));
        fast.embed("warm-up");

        // When
        fast.embed(TEXT);

        // Then
        assertThat(store.objects).hasSize(1); // of the warm-up, before its time was known
    }

    @Test
    void anotherMakerHasItsOwn() {
        // Given
        new Encoder(shared(LONG)).embed(TEXT);
        var other = new Encoder(new Sharing(true, "other", Duration.ZERO, LONG));

        // When
        other.embed(TEXT);

        // Then
        assertThat(other.encodings()).isEqualTo(1);
        assertThat(store.objects).hasSize(2);
        assertThat(store.objects.keySet())
                .allMatch(key -> key.matches("embeddings/[0-9a-f]{64}/[0-9a-f]{64}\\.safetensors"));
    }

    @Test
    void theTextIsNotStored() {
        // When
        new Encoder(shared(LONG)).embed(TEXT);

        // Then
        assertThat(store.objects).hasSize(1).allSatisfy((key, bytes) -> assertThat(key + new String(bytes, UTF_8))
                .doesNotContain("cat")
                .doesNotContain("mat"));
    }

    @Test
    void aTextReadInAnotherWayIsStoredBesideAndErasedWithIt() {
        // Given
        var text = "a (red:1.4) cat";
        var encoder = new Encoder(shared(LONG));

        // When
        Stream.of(PromptWeights.values()).forEach(rule -> encoder.embed(WeightedText.read(rule, "prompt", text)));

        // Then
        assertThat(store.objects.keySet()).hasSize(3).allMatch(key -> key.startsWith(EmbeddingKeys.folder(text)));
    }

    @Test
    void switchedOffNothingIsStored() {
        // When
        new Encoder(Sharing.none()).embed(TEXT);

        // Then
        assertThat(store.objects).isEmpty();
    }

    private static Sharing shared(Duration patience) {
        return new Sharing(true, "m", Duration.ZERO, patience);
    }

    private static TextEmbedding embedding(int rows, int width) {
        return embedding(new float[rows * width], rows, width);
    }

    private static TextEmbedding embedding(float[] states, int rows, int width) {
        var tokens = new Tokens(new long[rows], new long[rows], List.of("cat", "mat"), false);
        return new TextEmbedding(
                tokens,
                Tensor.ofFloats(Shape.of(rows, width), states),
                Tensor.ofLongs(Shape.of(rows), tokens.mask()),
                Tensor.ofFloats(Shape.of(width), new float[width]));
    }

    /** One process: cache, metrics and a model that takes its time. */
    private final class Encoder {

        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final EmbeddingCache cache = new EmbeddingCache(1 << 20, registry);
        private final SlowModel slow = new SlowModel();
        private final SharedEmbeddings shared;

        Encoder(Sharing sharing) {
            shared = new SharedEmbeddings(store, new MeasuredEmbedder(slow, registry), sharing, registry);
        }

        TextEmbedding embed(String text) {
            return embed(WeightedText.plain(text));
        }

        TextEmbedding embed(WeightedText text) {
            return cache.get("digest", text, shared::get);
        }

        long encodings() {
            return registry.timer("calotype.embedding.encode").count();
        }

        double count(String result) {
            return registry.counter("calotype.embedding.store", "result", result)
                    .count();
        }
    }

    private static final class SlowModel implements Embedder {

        private boolean fails;

        @Override
        public TextEmbedding encode(WeightedText text) {
            if (fails) {
                throw new IllegalStateException("dies");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return EMBEDDING;
        }

        @Override
        public TextEmbedding outline(WeightedText text) {
            return new TextEmbedding(
                    EMBEDDING.tokens(),
                    Tensor.ofFloats(EMBEDDING.states().shape(), new float[6]),
                    EMBEDDING.mask(),
                    Tensor.ofFloats(EMBEDDING.pooled().shape(), new float[2]));
        }

        @Override
        public boolean masked() {
            return false;
        }
    }
}
