package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceProcess;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Denoisers come and go while they work: every image is drawn once, and few are begun again. */
@Tag("long")
class ScaleIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DENOISER = "diffusion-service";
    private static final int IMAGES = 80;
    private static final int SEEDS = 5;
    private static final int CHANGES = 2; // from one to four, and back

    private final WholeStack stack = WholeStack.running();

    @Test
    void fromOneToFourAndBackRepeatsNoMoreThanWasUnderWay() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            publish(producer, 0, IMAGES / 4);
            // When
            var others = threeOthers();
            publish(producer, IMAGES / 4, IMAGES);
            reader.awaitImages(IMAGES / 2, LIMIT, "scale-");
            var drawn = others.stream().map(ScaleIT::imagesOf).toList();
            others.forEach(ServiceProcess::requestStop);
            others.forEach(ServiceProcess::close);
            var images = reader.awaitImages(IMAGES, LIMIT, "scale-");
            // Then
            assertThat(drawn).allMatch(count -> count > 0);
            assertThat(images.stream().map(ScaleIT::seedAndPicture).distinct()).hasSize(SEEDS);
            assertThat(stack.bucket().keys("scale-")).hasSize(IMAGES);
            var records = reader.after(
                            Duration.ofSeconds(1), record -> record.key().startsWith("scale-"))
                    .toList();
            var starts = records.stream().filter(ScaleIT::isStart).toList();
            assertThat((long) starts.size() - IMAGES).isLessThanOrEqualTo(CHANGES * mostUnderWay(starts, records));
        }
    }

    private static void publish(OutsideProducer producer, int from, int to) {
        for (int i = from; i < to; i++) {
            producer.binary("scale-" + i, prompt(i % SEEDS));
        }
    }

    private List<ServiceProcess> threeOthers() {
        return Stream.of("second", "third", "fourth")
                .map(which -> CompletableFuture.supplyAsync(() -> stack.another(DENOISER, which, Map.of())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static String prompt(int seed) {
        return "{\"prompt\":\"a red apple\",\"seed\":%d,\"steps\":20,\"width\":128,\"height\":128}".formatted(seed);
    }

    private static double imagesOf(ServiceProcess denoiser) {
        return WholeStack.metric(denoiser, "calotype_denoise_images_total");
    }

    private static String seedAndPicture(JsonNode image) {
        return image.path("seed").asText() + " " + image.path("sha256").asText();
    }

    private static boolean isStart(ConsumerRecord<String, byte[]> record) {
        var data = TopicReader.data(record);
        return record.topic().equals(Topics.PROGRESS)
                && data.path("stage").asText().equals("denoise")
                && data.path("step").asInt() == 1;
    }

    /** The most images that were begun and had not ended at one time. */
    private static long mostUnderWay(
            Collection<ConsumerRecord<String, byte[]>> starts, Collection<ConsumerRecord<String, byte[]>> records) {
        var begun = firstTimes(starts.stream());
        var ended = firstTimes(records.stream().filter(record -> record.topic().equals(Topics.IMAGES)));
        return begun.values().stream()
                .mapToLong(time -> begun.entrySet().stream()
                        .filter(image -> image.getValue() <= time && ended.get(image.getKey()) > time)
                        .count())
                .max()
                .orElse(0);
    }

    private static Map<String, Long> firstTimes(Stream<ConsumerRecord<String, byte[]>> records) {
        return records.collect(Collectors.toMap(ConsumerRecord::key, ConsumerRecord::timestamp, Math::min));
    }
}
