package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures branch off from kept steps, on the real pipeline. */
@Tag("long")
class BranchedPromptIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CAT = "{\"prompt\":\"a cat on a red mat\",\"seed\":7,\"steps\":20,\"keep_steps\":1}";

    private final WholeStack stack = WholeStack.running();

    @Test
    void nothingChangedIsTheSamePictureAndOtherWordsAreAnother() throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            producer.binary("branch-cat", CAT);
            var cat = completed(reader, "branch-cat");
            assertThat(cat.path("keep_steps").asInt()).isEqualTo(1);
            // When
            producer.binary("branch-same", branch("a cat on a red mat", "branch-cat", 9));
            producer.binary("branch-fox", branch("a fox on a red mat", "branch-cat", 9));
            producer.binary("branch-webp", branch("a cat on a red mat", "branch-cat", 20, "webp"));
            // Then
            var same = completed(reader, "branch-same");
            assertThat(same.path("sha256")).isEqualTo(cat.path("sha256"));
            assertThat(same.path("parent").asText()).isEqualTo("branch-cat/0");
            assertThat(same.path("parent_step").asInt()).isEqualTo(9);
            assertThat(steps(reader, "branch-same")).isEqualTo(11);
            var fox = completed(reader, "branch-fox");
            assertThat(fox.path("sha256")).isNotEqualTo(cat.path("sha256"));
            assertThat(fox.path("seed")).isEqualTo(cat.path("seed"));
            var webp = completed(reader, "branch-webp");
            assertThat(webp.path("content_type").asText()).isEqualTo("image/webp");
            assertThat(steps(reader, "branch-webp")).isZero();
            keepToLookAt(cat, fox);
            // When
            producer.binary("branch-lost", branch("a fox", "branch-fox", 3));
            // Then
            assertThat(end(reader, "branch-lost").at("/problem/type").asText())
                    .isEqualTo("urn:calotype:problem:not-kept");
        }
    }

    private void keepToLookAt(JsonNode... pictures) throws Exception {
        var target = Files.createDirectories(Path.of("target/page"));
        for (int i : IntStream.range(0, pictures.length).toArray()) {
            Files.write(
                    target.resolve("branch-" + i + ".png"),
                    stack.bucket().get(pictures[i].path("key").asText()));
        }
    }

    private static String branch(String words, String parent, int step) {
        return branch(words, parent, step, "png");
    }

    private static String branch(String words, String parent, int step, String format) {
        return "{\"prompt\":\"%s\",\"parent\":\"%s/0\",\"parent_step\":%d,\"output_format\":\"%s\"}"
                .formatted(words, parent, step, format);
    }

    private static JsonNode completed(TopicReader reader, String promptId) {
        var end = end(reader, promptId);
        assertThat(end.has("sha256")).as("completed: %s", end).isTrue();
        return end;
    }

    private static JsonNode end(TopicReader reader, String promptId) {
        return reader.awaitImages(1, LIMIT, promptId + "/").get(0);
    }

    private static long steps(TopicReader reader, String promptId) {
        return reader.after(Duration.ofSeconds(1), record -> isStep(record, promptId))
                .count();
    }

    private static boolean isStep(ConsumerRecord<String, byte[]> record, String promptId) {
        return record.topic().equals(Topics.PROGRESS)
                && record.key().startsWith(promptId + "/")
                && TopicReader.data(record).path("stage").asText().equals("denoise");
    }
}
