package io.calotype.gateway.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptBookTest {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PREVIEW_BYTES = 1000;

    @Test
    void theOldestFinishedPromptIsForgottenFirst() {
        // Given
        var book = new PromptBook(3, Long.MAX_VALUE);
        request(book, "running", 0);
        request(book, "finished", 1);
        book.ended(new ImageCancelled(new ImageId("finished", 0), Origin.of("finished", "/test")), at(2));
        request(book, "third", 3);
        // When
        request(book, "fourth", 4);
        // Then
        assertThat(book.newestFirst().map(PromptSnapshot::id)).containsExactly("fourth", "third", "running");
        assertThat(book.find("finished")).isEmpty();
    }

    @Test
    void whatIsOlderThanAllInAFullBookIsNotTakenIn() {
        // Given
        var book = new PromptBook(2, Long.MAX_VALUE);
        request(book, "first", 10);
        request(book, "second", 11);
        // When
        request(book, "older", 1);
        // Then
        assertThat(book.find("older")).isEmpty();
        assertThat(book.find("first")).isPresent();
    }

    @Test
    void picturesWithinAnEventAreNotRemembered() {
        // Given
        var picture = PictureReference.parse("image", "data:image/png;base64," + "A".repeat(400_000));
        var asked = PromptParameters.of("an apple").withPicture(new PictureRequest(picture, picture, 0.5));
        // When
        var entry = new PromptBook(3, Long.MAX_VALUE)
                .requested(new PromptRequested(Origin.of("apple", "/shop"), asked), at(0));
        // Then
        var request = Objects.requireNonNull(entry.snapshot().request());
        var nothing = new PictureReference("data:image/png;base64,");
        assertThat(request.parameters()).isEqualTo(asked.withPicture(new PictureRequest(nothing, nothing, 0.5)));
    }

    @Test
    void previewsAreBoundedAndTheRestStays() {
        // Given
        var book = new PromptBook(100, 20 * PREVIEW_BYTES);
        // When
        for (int prompt = 0; prompt < 10; prompt++) {
            request(book, "p" + prompt, prompt);
            for (int step = 1; step <= 10; step++) {
                progress(book, "p" + prompt, step, prompt);
            }
        }
        // Then
        var previews = book.newestFirst()
                .map(prompt -> book.find(prompt.id()).orElseThrow())
                .mapToLong(PromptEntry::previewBytes)
                .sum();
        assertThat(previews).isBetween(1L, 20L * PREVIEW_BYTES);
        var oldest = book.find("p0").orElseThrow();
        assertThat(IntStream.range(0, 10).mapToObj(oldest::at)).allMatch(happened -> happened.isPresent());
        assertThat(oldest.at(0)).get().isInstanceOfSatisfying(Happening.Step.class, step -> assertThat(step.preview())
                .isNull());
        assertThat(book.find("p9").orElseThrow().at(9))
                .get()
                .isInstanceOfSatisfying(
                        Happening.Step.class, step -> assertThat(step.preview()).isNotNull());
    }

    @Test
    void recordsMayComeTwiceAndInAnyOrder() {
        // Given
        var book = new PromptBook(10, Long.MAX_VALUE);
        var cancelled = new ImageCancelled(new ImageId("p", 1), Origin.of("p", "/test"));
        // When
        for (int time = 0; time < 2; time++) {
            book.ended(cancelled, at(5));
            progress(book, "p", 2, 4);
            progress(book, "p", 1, 3);
            request(book, "p", 1);
        }
        // Then
        var prompt = book.find("p").orElseThrow().snapshot();
        assertThat(prompt.createdAt()).isEqualTo(at(1));
        assertThat(prompt.images()).hasSize(2);
        assertThat(Objects.requireNonNull(prompt.images().get(0).lastStep()).step())
                .isEqualTo(2);
        assertThat(prompt.images().get(1).ended()).isTrue();
        assertThat(book.find("p").orElseThrow().at(2)).isEmpty();
        assertThat(book.newestFirst()).hasSize(1);
    }

    private static void request(PromptBook book, String id, int second) {
        book.requested(new PromptRequested(Origin.of(id, "/test"), PromptParameters.of("an apple")), at(second));
    }

    /** A step whose offset is its number, with a preview of as many characters in Base64 as the bound counts. */
    private static void progress(PromptBook book, String id, int step, int second) {
        var preview = new byte[PREVIEW_BYTES * 3 / 4 - 30];
        var progress = new ImageProgress(
                new ImageId(id, 0), Origin.of(id, "/test"), "denoise", step, 10, preview, "image/jpeg", null);
        book.progressed(progress, step, at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
