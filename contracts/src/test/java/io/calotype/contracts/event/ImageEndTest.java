package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.stage.Stage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImageEndTest {

    private static final ImageCompleted COMPLETED =
            new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, Samples.SHOWN);

    @Test
    void comesBackWithTheSameBytes() {
        // Given
        var end = ImageEnd.of(COMPLETED);
        // When
        var back = ImageEnd.parse(Samples.ID, end.toJson());
        // Then
        assertThat(back.event()).isEqualTo(end.event());
        assertThat(back.request()).isEqualTo(Samples.IMAGE.digest());
        assertThat(back.toJson()).isEqualTo(end.toJson());
    }

    @Test
    void metadataMayBeAsDeepAsAnEventMay() {
        // Given
        var deep = "{\"a\":".repeat(30) + "1" + "}".repeat(30);
        var metadata = StrictJson.parse(deep.getBytes(StandardCharsets.UTF_8), 1 << 12);
        var origin = new Origin("apple-7", "/shop", "für Anna ☕", metadata, null);
        var end = new RequestedImage(Samples.ID, origin, "a".repeat(64)).cancelled();
        // Then
        assertThat(ImageEnd.parse(Samples.ID, end.toJson()).event()).isEqualTo(end.event());
    }

    @Test
    void keepsThePictureThatItNames() {
        var failed = Samples.IMAGE.failed(new Problem(ProblemType.INTERNAL, "broken", Stage.DECODE, null));
        assertThat(ImageEnd.of(COMPLETED).keeps("images/apple-7/1.webp")).isTrue();
        assertThat(ImageEnd.of(COMPLETED).keeps("images/apple-7/1.png")).isFalse();
        assertThat(failed.keeps("images/apple-7/1.webp")).isFalse();
        assertThat(ImageEnd.of(COMPLETED).keeps("images/apple-7/1.original.webp"))
                .isFalse();
        var upscaled = ImageEnd.of(
                new ImageCompleted(Samples.upscaled(Samples.TASK), Samples.PICTURE, null, null, Samples.ORIGINAL));
        assertThat(upscaled.keeps("images/apple-7/1.webp")).isTrue();
        assertThat(upscaled.keeps("images/apple-7/1.original.webp")).isTrue();
        assertThat(upscaled.keeps("images/apple-7/1.original.png")).isFalse();
    }

    @Test
    void answersTheRequestThatItEnded() {
        // Given
        var end = Samples.IMAGE.cancelled();
        var other = new RequestedImage(Samples.ID, Samples.ORIGIN, "b".repeat(64));
        var unreadable = new RequestedImage(Samples.ID, Samples.ORIGIN, null);
        // Then
        assertThat(end.answers(Samples.IMAGE)).isTrue();
        assertThat(end.answers(other)).isFalse();
        assertThat(end.answers(unreadable)).isTrue();
        assertThat(unreadable.cancelled().answers(other)).isTrue();
    }

    @Test
    void aConflictIsNoEndOfTheImage() {
        // When
        var conflict = Conflicts.event(Samples.IMAGE, Stage.ENCODE);
        // Then
        assertThat(conflict.getId()).isEqualTo("apple-7/1/conflict/" + "a".repeat(16));
        assertThat(conflict.getType()).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(Events.imageOutcome(conflict)).isInstanceOfSatisfying(ImageFailed.class, failed -> assertThat(
                        failed.problem().type())
                .isEqualTo(ProblemType.CONFLICT));
    }

    @Test
    void whatIsNoEndIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ImageEnd.parse(Samples.ID, "{\"event\":1}".getBytes(StandardCharsets.UTF_8)));
    }
}
