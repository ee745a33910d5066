package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceHealth;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An image that its service dies of each time is given up; those beside it are made. */
@Tag("long")
class PoisonIT {

    private static final String DENOISER = "diffusion-service";
    private static final String POISON = "poison";
    private static final String MATE = "mate-of-poison-";
    private static final int MATES = 12;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(50);

    private final WholeStack stack = WholeStack.running();
    private final ServiceHealth health = new ServiceHealth();
    private long watched; // the process, once it is ready: what its predecessor sent is written by then
    private long stepsBefore; // of the poison
    private int kills;

    @Test
    void itFailsAfterThreeDeathsMoreAndTheOthersAreMadeOnce() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            int before = stack.deaths();
            for (int i = 0; i < MATES; i++) {
                producer.binary(MATE + i, prompt(8));
                if (i == 1) {
                    producer.binary(POISON, prompt(500));
                }
            }
            // When
            Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(() -> hasEndedOrIsKilled(reader));
            // Then
            assertThat(kills).isEqualTo(4); // the first one came before anybody could know
            assertThat(stack.deaths() - before).isEqualTo(kills);
            assertAllMadeOnce(reader);
            assertThat(reader.after(Duration.ofSeconds(2), record -> isEndOf(POISON + "/", record)))
                    .isNotEmpty()
                    .allSatisfy(record -> {
                        assertThat(TopicReader.header(record, "ce_type")).isEqualTo("io.calotype.image.failed.v1");
                        assertThat(TopicReader.header(record, "ce_id")).isEqualTo(POISON + "/0");
                        var problem = TopicReader.data(record).path("problem");
                        assertThat(problem.path("type").asText()).isEqualTo("urn:calotype:problem:gave-up");
                        assertThat(problem.path("stage").asText()).isEqualTo("denoise");
                    });
            assertThat(stack.bucket().keys(POISON)).isEmpty();
        }
    }

    @Test
    void aPromptThatThreeEncodersDiedOfFailsAsAWhole() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            ProcessHandle.of(stack.service("encoder-service").pid()).ifPresent(ProcessHandle::destroyForcibly);
            var sent = producer.binary("prompt-of-death", prompt(2));
            for (int mark = 1; mark <= 3; mark++) {
                var key = "attempts/calotype-encoder/%s-%d-%d-%d/%d"
                        .formatted(sent.topic(), sent.partition(), sent.offset(), sent.timestamp(), mark);
                stack.bucket().put(key, new byte[1]);
            }
            // When
            var failed = reader.awaitImages(1, LIMIT, "prompt-of-death/").get(0);
            // Then
            assertThat(failed.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:gave-up");
            assertThat(failed.at("/problem/stage").asText()).isEqualTo("encode");
            assertThat(failed.path("source").asText()).isEqualTo("https://shop.example/orders");
            assertThat(stack.bucket().keys("prompt-of-death")).isEmpty();
        }
    }

    /** The service is killed as soon as it has begun the poison. */
    private boolean hasEndedOrIsKilled(TopicReader reader) {
        if (reader.after(POLL, record -> isEndOf(POISON + "/", record))
                .findAny()
                .isPresent()) {
            return true;
        }
        var denoiser = stack.service(DENOISER);
        long pid = denoiser.pid();
        long steps = reader.after(Duration.ZERO, PoisonIT::isStepOfPoison).count();
        if (pid == watched && steps > stepsBefore) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            stepsBefore = Long.MAX_VALUE;
            kills++;
        } else if (pid != watched && health.isReady(denoiser.spec().http())) {
            watched = pid;
            stepsBefore = steps;
        }
        return false;
    }

    private static boolean isStepOfPoison(ConsumerRecord<String, byte[]> record) {
        return record.topic().equals(Topics.PROGRESS)
                && record.key().equals(POISON + "/0")
                && TopicReader.data(record).path("stage").asText().equals("denoise");
    }

    private static boolean isEndOf(String prefix, ConsumerRecord<String, byte[]> record) {
        return record.topic().equals(Topics.IMAGES) && record.key().startsWith(prefix);
    }

    private void assertAllMadeOnce(TopicReader reader) {
        assertThat(reader.awaitImages(MATES, LIMIT, MATE))
                .hasSize(MATES)
                .allSatisfy(image -> assertThat(image.has("sha256")).isTrue());
        assertThat(stack.bucket().keys(MATE)).hasSize(MATES);
        assertThat(reader.after(Duration.ofSeconds(2), record -> isEndOf(MATE, record)))
                .extracting(record -> record.key() + TopicReader.data(record).path("sha256"))
                .satisfies(seen -> assertThat(seen.stream().distinct()).hasSize(MATES));
    }

    private static String prompt(int steps) {
        return "{\"prompt\":\"a red apple\",\"steps\":%d,\"width\":128,\"height\":128}".formatted(steps);
    }
}
