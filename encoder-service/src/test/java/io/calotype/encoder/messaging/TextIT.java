package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PictureEmbedded;
import io.calotype.contracts.event.PictureRequested;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.TwoPacks;
import io.calotype.encoder.text.TextEncoder;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What texts mean, asked over the topics. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(TwoPacks.class)
class TextIT extends TopicTestCase {

    @Inject
    ModelPack pack;

    @Inject
    ObjectStore store;

    @Inject
    TextEncoder encoder;

    @Test
    void kingQueenAndMonarchAreNearerToEachOtherThanToBanana() {
        // When
        var king = meaning("king");
        var queen = meaning("queen");
        var monarch = meaning("monarch");
        var banana = meaning("banana");

        // Then
        double nearestFruit = Math.max(Math.max(king.cosine(banana), queen.cosine(banana)), monarch.cosine(banana));
        assertThat(king.cosine(queen)).isGreaterThan(nearestFruit);
        assertThat(king.cosine(monarch)).isGreaterThan(nearestFruit);
        assertThat(queen.cosine(monarch)).isGreaterThan(nearestFruit);
    }

    @Test
    void theAnswerHasTokensAndThePacksVersion() {
        // When
        ask(new TextRequested(id, pack.name(), "apple ".repeat(60)));

        // Then
        var answer = answer(id);
        assertThat(answer.model()).isEqualTo(pack.name());
        assertThat(answer.packDigest()).isEqualTo(pack.digest());
        assertThat(answer.tokens()).startsWith("[CLS]", "apple").endsWith("[SEP]", "…");
        assertThat(answer.embedding())
                .isEqualTo(UnitVector.of(
                                "pooled", encoder.encode("apple ".repeat(60)).pooled())
                        .orElseThrow());
    }

    @Test
    void aProducersClockDecidesNothing() {
        // Given
        var question = record(new TextRequested(id, pack.name(), "monarch"));
        var hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();

        // When
        probe.send(new ProducerRecord<>(question.topic(), null, hourAgo, id, question.value(), question.headers()));

        // Then
        assertThat(answer(id).tokens()).contains("monarch");
    }

    @Test
    void questionsForOthersAreNotAnsweredAndNonsenseIsADeadLetter() {
        // When
        probe.send(Topics.TEXTS, id, "{\"text_id\":\"q\",\"text\":\"a secret\"} oops".getBytes(UTF_8));
        ask(new TextRequested(id + "-other", "other", "monarch"));
        ask(new TextRequested(id, pack.name(), "monarch"));

        // Then
        answer(id);
        var letter = mine(Topics.deadLetters(Topics.TEXTS), 1).get(0);
        assertThat(new String(letter.headers().lastHeader("dead-letter-reason").value(), UTF_8))
                .contains("not JSON")
                .doesNotContain("secret");
        assertThat(mine(Topics.TEXTS_EMBEDDED, 1))
                .extracting(ConsumerRecord::key)
                .containsExactly(id);
    }

    @Test
    void aPictureIsAnsweredWithWhatItShowsOrWhyNot() throws IOException {
        // Given
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", bytes);
        var whole = "inputs/" + id + ".png";
        var half = "inputs/" + id + "-half.png";
        store.putIfAbsent(whole, bytes.toByteArray(), "image/png", Map.of());
        store.putIfAbsent(half, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2), "image/png", Map.of());
        // When
        for (var key : List.of(whole, half, "inputs/" + id + "-none.png")) {
            ask(new PictureRequested(key.substring("inputs/".length()), pack.name(), new PictureReference(key)));
        }
        // Then
        assertThat(shown(id + ".png").embedding()).extracting(UnitVector::width).isEqualTo(384);
        assertThat(shown(id + "-half.png").problem())
                .extracting(Problem::detail)
                .isEqualTo("picture cannot be read as PNG");
        assertThat(shown(id + "-none.png").problem())
                .extracting(Problem::detail)
                .asString()
                .endsWith("there is no such object");
    }

    private PictureEmbedded shown(String question) {
        var record = probe.await(Topics.TEXTS_EMBEDDED, 1, LIMIT, answer -> question.equals(answer.key()))
                .get(0);
        var bare = new Envelope.Bare(EventTypes.PICTURE_EMBEDDED, question, "/test");
        return (PictureEmbedded) Events.embeddingAnswer(Envelope.read(Map.of(), record.value(), bare));
    }

    private UnitVector meaning(String text) {
        var question = id + "-" + text;
        ask(new TextRequested(question, pack.name(), text));
        return answer(question).embedding();
    }

    private void ask(EmbeddingQuestion question) {
        probe.send(record(question));
    }

    private static ProducerRecord<String, byte[]> record(EmbeddingQuestion question) {
        return KafkaMessageFactory.<String>createWriter(Topics.TEXTS, question.id())
                .writeBinary(Events.of(question));
    }

    private TextEmbedded answer(String question) {
        var record = probe.await(Topics.TEXTS_EMBEDDED, 1, LIMIT, answer -> question.equals(answer.key()))
                .get(0);
        var bare = new Envelope.Bare(EventTypes.TEXT_EMBEDDED, question, "/test");
        return (TextEmbedded) Events.embeddingAnswer(Envelope.read(Map.of(), record.value(), bare));
    }
}
