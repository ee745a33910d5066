package io.calotype.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Asked.Prompt;
import io.calotype.local.chaos.Evidence.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oracle judges evidence made by hand: a good run, and the same run with one thing wrong. */
class OracleTest {

    private static final String IMAGE = "order-1/0";
    private static final String KEY = "images/order-1/0.png";
    private static final String SHA256 = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);
    private static final String COMPLETED = "io.calotype.image.completed.v1";
    private static final String FAILED = "io.calotype.image.failed.v1";
    private static final String CANARY = "quetzalcoatlus";
    private static final String PICTURE = "{\"key\":\"%s\",\"sha256\":\"%s\"}";

    private final Asked asked = new Asked();
    private final List<ConsumerRecord<String, byte[]>> ends = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
    private final Map<String, StoredObject> objects = new HashMap<>();
    private final Map<String, Long> lags = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    @BeforeEach
    void oneImageIsCompleted() {
        asked.accepted(new Prompt("order-1", 1, -1, false));
        asked.poison(Topics.PROMPTS + "-0-7");
        ends.add(event(IMAGE, COMPLETED, PICTURE.formatted(KEY, SHA256)));
        letters.add(letter(7));
        objects.put(KEY, object(SHA256));
        objects.put("ends/" + IMAGE, object(OTHER));
        lags.put("calotype-encoder on " + Topics.PROMPTS, 0L);
        said.put("encoder-service.log", "started");
    }

    @Test
    void aGoodRunHasNoViolation() {
        assertThat(judge()).isEmpty();
    }

    @Test
    void theSameEndTwiceIsOneEnd() {
        ends.add(ends.get(0));
        assertThat(judge()).isEmpty();
    }

    @Test
    void anImageWithoutAnEnd() {
        asked.accepted(new Prompt("order-2", 1, -1, false));
        assertThat(judge()).containsExactly(Invariant.ONE_END);
    }

    @Test
    void anImageThatFailedAndIsCompleted() {
        ends.add(event(IMAGE, FAILED, "{}"));
        assertThat(judge()).containsExactly(Invariant.ONE_END);
    }

    @Test
    void anEndInOtherWords() {
        ends.add(event(IMAGE, COMPLETED, PICTURE.formatted(KEY, OTHER)));
        assertThat(judge()).containsExactly(Invariant.ONE_END);
    }

    @Test
    void anEndOfAnImageThatNobodyAskedFor() {
        ends.add(event("order-9/0", FAILED, "{}"));
        assertThat(judge()).containsExactly(Invariant.ONE_END);
    }

    @Test
    void aWrongPromptThatIsDrawn() {
        asked.accepted(new Prompt("order-1", 1, -1, true));
        assertThat(judge()).containsExactly(Invariant.ONE_END);
    }

    @Test
    void aClaimThatNobodyReleased() {
        objects.put("claims/" + IMAGE + "/" + SHA256, object(SHA256));
        assertThat(judge()).containsExactly(Invariant.NO_LEFTOVERS);
    }

    @Test
    void anEmbeddingIsKeptForOthers() {
        objects.put("embeddings/" + SHA256 + "/" + SHA256 + ".safetensors", object(SHA256));
        assertThat(judge()).isEmpty();
    }

    @Test
    void aPictureWithoutACompletedImage() {
        objects.put("images/order-1/1.png", object(SHA256));
        assertThat(judge()).containsExactly(Invariant.NO_LEFTOVERS);
    }

    @Test
    void anEndThatNobodyWasToldOf() {
        objects.put("ends/order-2/0", object(SHA256));
        assertThat(judge()).containsExactly(Invariant.NO_LEFTOVERS);
    }

    @Test
    void aPictureOtherThanItsEndSays() {
        objects.put(KEY, object(OTHER));
        assertThat(judge()).containsExactly(Invariant.SAME_BYTES);
    }

    @Test
    void aCompletedImageWithoutAPicture() {
        objects.remove(KEY);
        assertThat(judge()).containsExactly(Invariant.SAME_BYTES);
    }

    @Test
    void anObjectThatIsWrittenAgain() {
        // Given
        var before = evidence();
        objects.put(KEY, new StoredObject(SHA256, "etag", Instant.EPOCH.plusSeconds(1), 1));
        // When
        var violations = new Oracle(asked, List.of()).unchanged(before, evidence());
        // Then
        assertThat(violations).extracting(Violation::invariant).containsExactly(Invariant.OBJECTS_STAY);
    }

    @Test
    void aRecordThatNobodyRead() {
        lags.put("calotype-encoder on " + Topics.PROMPTS, 1L);
        assertThat(judge()).containsExactly(Invariant.DRAINED);
    }

    @Test
    void anUnreadableRecordWithoutALetter() {
        letters.clear();
        assertThat(judge()).containsExactly(Invariant.DRAINED);
    }

    @Test
    void aLetterOfARecordThatCanBeRead() {
        letters.add(letter(8));
        assertThat(judge()).containsExactly(Invariant.DRAINED);
    }

    @Test
    void aPromptInALog() {
        said.put("decoder-service.log", "drawing a " + CANARY);
        assertThat(judge()).containsExactly(Invariant.NO_TEXT);
    }

    private List<Invariant> judge() {
        return new Oracle(asked, List.of(CANARY))
                .judge(evidence()).stream().map(Violation::invariant).toList();
    }

    private Evidence evidence() {
        var records = Map.of(Topics.IMAGES, List.copyOf(ends), Topics.PROMPTS + ".dlq", List.copyOf(letters));
        return new Evidence(records, Map.copyOf(objects), lags, said);
    }

    private static StoredObject object(String sha256) {
        return new StoredObject(sha256, "etag", Instant.EPOCH, 1);
    }

    private static ConsumerRecord<String, byte[]> event(String image, String type, String data) {
        var record = new ConsumerRecord<>(Topics.IMAGES, 0, 0, image, data.getBytes(StandardCharsets.UTF_8));
        header(record, "ce_type", type);
        header(record, "ce_id", image);
        return record;
    }

    private static ConsumerRecord<String, byte[]> letter(int offset) {
        var record = new ConsumerRecord<String, byte[]>(Topics.PROMPTS + ".dlq", 0, 0, null, new byte[0]);
        header(record, "dead-letter-topic", Topics.PROMPTS);
        header(record, "dead-letter-partition", "0");
        header(record, "dead-letter-offset", Integer.toString(offset));
        return record;
    }

    private static void header(ConsumerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
