package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two encoders that share all they encode, beside the stack's own one, which is too fast to share by default. */
class SharedEmbeddingIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Map<String, String> ALL = Map.of("CALOTYPE_ENCODER_SHARED_EMBEDDINGS_FROM", "0s");
    private static final String TEXT = "a red cat on a green mat";
    private static final String PROMPT =
            "{\"prompt\":\"" + TEXT + "\",\"steps\":1,\"guidance_scale\":1,\"width\":64,\"height\":64}";
    private static final int PROMPTS = 100;

    private final WholeStack stack = WholeStack.running();

    @Test
    void theSamePromptAHundredTimesIsEncodedOnce() {
        var starting = CompletableFuture.supplyAsync(() -> encoder("third"));
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES);
                var second = encoder("second");
                var third = starting.join()) {
            // Given
            var encoders = List.of(second, third);
            double before = sum(encoders, "calotype_embedding_encode_seconds_count");

            // When
            for (int i = 0; i < PROMPTS; i++) {
                producer.binary("shared-" + i, PROMPT);
            }
            reader.awaitImages(PROMPTS, LIMIT, "shared-");

            // Then
            assertThat(encoders).allMatch(encoder -> WholeStack.metric(encoder, "calotype_embedding_cache_total") > 2);
            assertThat(sum(encoders, "calotype_embedding_encode_seconds_count") - before)
                    .isEqualTo(1);
            assertThat(sum(encoders, "calotype_embedding_store_total")).isEqualTo(2);
            assertThat(stack.bucket().allKeys())
                    .filteredOn(key -> key.startsWith("embeddings/"))
                    .singleElement()
                    .satisfies(key -> assertThat(key).startsWith(EmbeddingKeys.folder(TEXT)));
            encoders.forEach(ServiceProcess::requestStop);
        }
    }

    private ServiceProcess encoder(String name) {
        return stack.another("encoder-service", name, ALL);
    }

    private static double sum(List<ServiceProcess> services, String metric) {
        return services.stream()
                .mapToDouble(service -> WholeStack.metric(service, metric))
                .sum();
    }
}
