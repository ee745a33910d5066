package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process dies between any two steps of enlarging, and the image still comes to its one end with nothing left over; {@code -Dhandover=true}. */
@Tag("alone")
@EnabledIfSystemProperty(named = "handover", matches = "true")
class UpscaleCrashIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String STORE = "io.calotype.messaging.store.MinioObjectStore";
    private static final String PROMPT = "{\"prompt\":\"a red apple\",\"seed\":5,\"steps\":4,\"upscale\":2}";

    /** Where it dies. */
    enum Point {
        THE_DECODER_ONCE_THE_PICTURE_IS_A_CLAIM(Rules.halt(
                "once the picture is a claim",
                "io.calotype.stage.messaging.TensorSender",
                "claimed",
                "ENTRY",
                "$1.build().getType().equals(\"io.calotype.image.decoded.v1\")")),
        BEFORE_THE_ORIGINAL_IS_STORED(Rules.halt(
                "before the original is stored", STORE, "putIfAbsent", "ENTRY", "$1.contains(\".original.\")")),
        ONCE_THE_ORIGINAL_IS_STORED(
                Rules.halt("once the original is stored", STORE, "putIfAbsent", "EXIT", "$1.contains(\".original.\")")),
        ONCE_THE_PICTURE_IS_STORED(Rules.halt(
                "once the picture is stored", STORE, "putIfAbsent", "EXIT", "$1.equals(\"images/crashed/0.png\")")),
        ONCE_THE_END_IS_DECIDED(
                Rules.halt("once the end is decided", STORE, "putIfAbsent", "EXIT", "$1.equals(\"ends/crashed/0\")")),
        BEFORE_THE_CLAIM_IS_RELEASED(Rules.halt(
                "before the claim is released",
                STORE,
                "delete",
                "ENTRY",
                "$1.startsWith(\"claims/crashed/\") && \"rdn-2x\".equals(System.getenv(\"CALOTYPE_MODEL\"))")),
        BEFORE_THE_RECORD_IS_ACKNOWLEDGED(Rules.halt(
                "before it is acknowledged",
                "io.calotype.stage.messaging.Settlement",
                "acknowledge",
                "ENTRY",
                "$2.topic().equals(\"calotype.upscales\") && $2.key().startsWith(\"crashed\")"));

        private final String rule;

        Point(String rule) {
            this.rule = rule;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theImageComesToTheSameBytesAndNothingIsLeft(Point point) {
        try (var stack =
                new ChaosStack(ChaosStack.Fronts.NONE, environment(point), Optional.of(StackSettings.UPSCALER))) {
            stack.startServices();
            try (var producer = new OutsideProducer(stack.kafka());
                    var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
                // When
                producer.binary("crashed", PROMPT);
                var crashed = reader.awaitImages(1, LIMIT, "crashed/").get(0);
                // Then
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(stack.deaths()).isEqualTo(1));
                producer.binary("alone", PROMPT);
                var alone = reader.awaitImages(1, LIMIT, "alone/").get(0);
                assertThat(crashed.path("sha256")).isEqualTo(alone.path("sha256"));
                assertThat(crashed.at("/original/sha256")).isEqualTo(alone.at("/original/sha256"));
                var bucket = new Bucket(stack.store());
                assertThat(bucket.keys("crashed"))
                        .containsExactlyInAnyOrder("images/crashed/0.png", "images/crashed/0.original.png");
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(bucket.leftOvers()).isEmpty());
                assertThat(reader.after(Duration.ofSeconds(1), UpscaleCrashIT::isEnd)
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

    private static boolean isEnd(ConsumerRecord<String, byte[]> record) {
        return record.key().startsWith("crashed/");
    }
}
