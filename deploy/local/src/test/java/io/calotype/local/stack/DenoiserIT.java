package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The denoiser as it shows from outside: shared calls, cancellation, a second process. */
class DenoiserIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String DENOISER = "diffusion-service";

    private final WholeStack stack = WholeStack.running();

    @Test
    void sixDifferentImagesShareCallsAndAreTheSameAsAlone() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            var alone = new ArrayList<String>();
            for (int i = 0; i < 6; i++) {
                producer.binary("alone-" + i, different(i));
                alone.add(
                        sha256(reader.awaitImages(1, LIMIT, "alone-" + i + "/").get(0)));
            }
            var denoiser = stack.service(DENOISER);
            double images = WholeStack.metric(denoiser, "calotype_denoise_batch_images_sum");
            double calls = WholeStack.metric(denoiser, "calotype_denoise_batch_images_count");
            // When
            for (int i = 0; i < 6; i++) {
                producer.binary("together-" + i, different(i));
            }
            var together = reader.awaitImages(6, LIMIT, "together-").stream()
                    .map(DenoiserIT::sha256)
                    .toList();
            // Then
            assertThat(together).isEqualTo(alone);
            double occupancy = (WholeStack.metric(denoiser, "calotype_denoise_batch_images_sum") - images)
                    / (WholeStack.metric(denoiser, "calotype_denoise_batch_images_count") - calls);
            assertThat(occupancy).isGreaterThan(2);
        }
    }

    @Test
    void aCancelledImageStopsWithinTwoSeconds() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            producer.binary("stop-me", "{\"prompt\":\"a slow snail\",\"steps\":500}");
            reader.await(
                    1,
                    LIMIT,
                    record -> record.topic().equals(Topics.PROGRESS)
                            && record.key().equals("stop-me/0")
                            && TopicReader.data(record).path("stage").asText().equals("denoise")
                            && TopicReader.data(record).path("step").asInt() > 0);
            // When
            var asked = Instant.now();
            producer.cancel("stop-me");
            reader.awaitImages(1, LIMIT, "stop-me/");
            var took = Duration.between(asked, Instant.now());
            // Then
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            assertThat(reader.after(
                            Duration.ofSeconds(2),
                            record -> record.topic().equals(Topics.IMAGES)
                                    && record.key().startsWith("stop-me/")))
                    .singleElement()
                    .satisfies(record -> assertThat(TopicReader.header(record, "ce_type"))
                            .isEqualTo("io.calotype.image.cancelled.v1"));
            assertThat(stack.bucket().keys("stop-me")).isEmpty();
        }
    }

    @Test
    void aSecondProcessTakesItsShare() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES);
                var second = stack.another(DENOISER)) {
            // Given
            var first = stack.service(DENOISER);
            double before = WholeStack.metric(first, "calotype_denoise_images_total");
            // When
            for (int i = 0; i < 40; i++) {
                producer.binary("share-" + i, different(i % 6));
            }
            // Then
            assertThat(reader.awaitImages(40, LIMIT, "share-"))
                    .allSatisfy(image -> assertThat(image.has("sha256")).isTrue());
            assertThat(stack.bucket().keys("share-")).hasSize(40);
            double byFirst = WholeStack.metric(first, "calotype_denoise_images_total") - before;
            double bySecond = WholeStack.metric(second, "calotype_denoise_images_total");
            assertThat(List.of(byFirst, bySecond))
                    .allSatisfy(share -> assertThat(share).isGreaterThan(4));
            assertThat(byFirst + bySecond).isGreaterThanOrEqualTo(40);
        }
    }

    private static String different(int i) {
        return "{\"prompt\":\"thing %d\",\"seed\":%d,\"steps\":%d,\"guidance_scale\":%s,\"width\":128,\"height\":128}"
                .formatted(i, 100 + i, 10 + 2 * i, i % 3 == 0 ? "1" : "" + (1.5 + i));
    }

    private static String sha256(JsonNode image) {
        assertThat(image.has("sha256")).as("completed: %s", image).isTrue();
        return image.path("sha256").asText();
    }
}
