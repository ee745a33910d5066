package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A denoiser dies between any two steps of a pause, and the image still goes on to its one end; {@code -Dhandover=true}. */
@Tag("alone")
@EnabledIfSystemProperty(named = "handover", matches = "true")
class PauseCrashIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String STORE = "io.calotype.messaging.store.MinioObjectStore";
    private static final String PROMPT = "{\"prompt\":\"a red apple\",\"seed\":5,\"steps\":80}";

    /** Where it dies. */
    enum Point {
        BEFORE_THE_RECORD_IS_KEPT(
                Rules.halt("before it is kept", STORE, "putIfAbsent", "ENTRY", "$1.startsWith(\"paused/\")")),
        ONCE_THE_RECORD_IS_KEPT(
                Rules.halt("once it is kept", STORE, "putIfAbsent", "EXIT", "$1.startsWith(\"paused/\")")),
        BEFORE_THE_RECORD_IS_ACKNOWLEDGED(Rules.halt(
                "before it is acknowledged",
                "io.calotype.stage.messaging.Settlement",
                "acknowledge",
                "ENTRY",
                "$2.topic().startsWith(\"calotype.embeddings.\") && $2.key().startsWith(\"crashed\")")),
        BEFORE_IT_IS_SENT_AGAIN(Rules.halt(
                "before it is sent again", "io.calotype.diffusion.messaging.OutcomeSender", "again", "ENTRY", "true")),
        ONCE_IT_IS_SENT_AGAIN(
                Rules.halt("once it is sent again", STORE, "delete", "ENTRY", "$1.startsWith(\"paused/\")")),
        ONCE_THE_OBJECT_IS_GONE(
                Rules.halt("once the object is gone", STORE, "delete", "EXIT", "$1.startsWith(\"paused/\")"));

        private final String rule;

        Point(String rule) {
            this.rule = rule;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theImageGoesOnToTheSameBytes(Point point) {
        try (var stack = new ChaosStack(ChaosStack.Fronts.NONE, environment(point))) {
            stack.startServices();
            try (var producer = new OutsideProducer(stack.kafka());
                    var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
                // Given
                producer.binary("alone", PROMPT);
                var alone = reader.awaitImages(1, LIMIT, "alone/").get(0).path("sha256");
                producer.binary("crashed", PROMPT);
                reader.await(5, LIMIT, PauseCrashIT::isStep);
                // When
                producer.pause("crashed");
                var bucket = new Bucket(stack.store());
                await().atMost(LIMIT)
                        .until(() -> stack.deaths() > 0
                                || bucket.underWay("crashed").stream().anyMatch(key -> key.startsWith("paused/")));
                producer.resume("crashed");
                // Then
                assertThat(reader.awaitImages(1, LIMIT, "crashed/").get(0).path("sha256"))
                        .isEqualTo(alone);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(stack.deaths()).isEqualTo(1));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(bucket.leftOvers()).isEmpty());
                System.out.printf(
                        "%s: %d steps of 80%n",
                        point,
                        reader.after(Duration.ofSeconds(1), PauseCrashIT::isStep)
                                .count());
                assertThat(reader.after(Duration.ofSeconds(1), PauseCrashIT::isEnd)
                                .map(record -> TopicReader.header(record, "ce_id")
                                        + TopicReader.data(record).path("sha256"))
                                .distinct())
                        .hasSize(1);
            }
        }
    }

    /** Large values go through the object store. */
    private static Map<String, String> environment(Point point) {
        var environment = new HashMap<>(Rules.environment(point.rule));
        environment.put("CALOTYPE_INLINE_LIMIT", "32768");
        return environment;
    }

    private static boolean isStep(ConsumerRecord<String, byte[]> record) {
        return record.topic().equals(Topics.PROGRESS)
                && record.key().startsWith("crashed/")
                && TopicReader.data(record).path("stage").asText().equals("denoise");
    }

    private static boolean isEnd(ConsumerRecord<String, byte[]> record) {
        return record.topic().equals(Topics.IMAGES) && record.key().startsWith("crashed/");
    }
}
