package io.calotype.gateway.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.model.PromptWork;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.tenant.Backlogs;
import io.calotype.messaging.tenant.TenantLoad;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptBookTest {

    private static final Tenants TENANTS =
            new Tenants(new ServiceSettings(Map.of(), TenantsConfig.class).of(TenantsConfig.class));
    private static final PromptWork WORK = new PromptWork(List.of());
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PREVIEW_BYTES = 1000;
    private static final Owners OWNERS = new Owners(Set.of());

    @Test
    void whatWaitsOfATenantIsWhatHasNotEnded() {
        // Given
        var backlogs = new Backlogs(TENANTS);
        var book = new PromptBook(new BookLimits(1, Long.MAX_VALUE, Long.MAX_VALUE), OWNERS, backlogs, WORK);
        long image = WORK.ofImage(prompt("p0", "/shop").parameters());
        // When
        for (int i = 0; i < 4; i++) {
            book.requested(prompt("p" + i, "/shop"), at(i));
            book.requested(prompt("p" + i, "/shop"), at(i));
        }
        // Then
        assertThat(backlogs.of("/shop")).isEqualTo(new TenantLoad(4, 4 * image));
        // When
        List.of("p0", "p2", "p3", "p3")
                .forEach(id -> book.ended(new ImageCancelled(new ImageId(id, 0), Origin.of(id, "/shop")), at(9)));
        // Then
        assertThat(backlogs.of("/shop")).isEqualTo(new TenantLoad(1, image));
        assertThat(backlogs.of("/somebody/else")).isEqualTo(TenantLoad.NONE);
    }

    @Test
    void theOldestFinishedPromptIsForgottenFirst() {
        // Given
        var book = book(2);
        for (int second = 0; second < 4; second++) {
            request(book, "p" + second, second);
        }

        // When
        List.of("p2", "p1", "p3").forEach(id -> end(book, id));

        // Then
        assertThat(book.newestFirst().map(PromptSnapshot::id)).containsExactly("p3", "p2", "p0");
        assertThat(book.find("p1")).isEmpty();
    }

    @Test
    void theAgeIsThatOfTheOldestPromptThatHasNotEnded() {
        // Given
        var book = book(10);
        List.of(0, 20, 40).forEach(second -> request(book, "p" + second, second));
        var now = START.plusSeconds(60);
        var before = BookMetrics.age(book, now);

        // When
        end(book, "p0");
        var after = BookMetrics.age(book, now);
        List.of("p20", "p40").forEach(id -> end(book, id));

        // Then
        assertThat(before).isEqualTo(60);
        assertThat(after).isEqualTo(40);
        assertThat(BookMetrics.age(book, now)).isZero();
    }

    @Test
    void whatIsHeardOfAForgottenPromptDoesNotBringItBack() {
        // Given
        var book = book(1);
        List.of("first", "second").forEach(id -> {
            request(book, id, id.equals("first") ? 1 : 2);
            end(book, id);
        });

        // When
        request(book, "first", 1);
        progress(book, "first", 1, 3);

        // Then
        assertThat(book.find("first")).isEmpty();
        assertThat(book.find("second")).isPresent();
    }

    @Test
    void aPromptThatIsAcceptedAgainIsKnownAgain() {
        // Given
        var book = book(1);
        List.of("first", "second").forEach(id -> {
            request(book, id, id.equals("first") ? 1 : 2);
            end(book, id);
        });

        // When
        var again = book.accepted(prompt("first", "/test"), at(5));
        end(book, "first");

        // Then
        assertThat(again.hasEnded()).isTrue();
    }

    @Test
    void aFullBookKeepsEveryPromptThatWasAcceptedAndWakesItsWaiters() {
        // Given
        var book = new PromptBook(new BookLimits(10, 100_000, 1_000), OWNERS, new Backlogs(TENANTS), WORK);
        var accepted = new ArrayList<PromptEntry>();
        while (!book.isFull()) {
            var id = "p" + accepted.size();
            accepted.add(book.accepted(prompt(id, Owners.GATEWAY), at(accepted.size())));
        }
        var ends = accepted.stream()
                .map(entry -> entry.ended().subscribeAsCompletionStage())
                .toList();

        // When
        for (int i = 0; i < accepted.size(); i++) {
            progress(book, "p" + i, 1, 100);
        }
        for (int i = 0; i < 100; i++) {
            request(book, "foreign" + i, 200);
        }
        for (int i = 0; i < accepted.size(); i++) {
            assertThat(book.find("p" + i)).isPresent();
            end(book, "p" + i);
        }

        // Then
        assertThat(accepted).hasSizeGreaterThan(20);
        assertThat(ends).allSatisfy(end -> assertThat(end).succeedsWithin(Duration.ofSeconds(10)));
        assertThat(book.isFull()).isFalse();
        assertThat(book.newestFirst().filter(PromptSnapshot::ended)).hasSize(10);
    }

    /** As when the topics are read back: an end may come before its prompt. */
    @Test
    void aPromptWhoseEndCameWhileTheBookWasFullDoesNotLookUnfinished() {
        // Given
        var book = new PromptBook(new BookLimits(10, 100_000, 1_000), OWNERS, new Backlogs(TENANTS), WORK);
        var known = new ArrayList<String>();
        while (!book.isFull()) {
            var id = "p" + known.size();
            book.requested(prompt(id, Owners.GATEWAY), at(known.size()));
            known.add(id);
        }
        var others = IntStream.range(0, known.size()).mapToObj(i -> "q" + i).toList();
        // When
        others.forEach(id -> end(book, id));
        known.forEach(id -> end(book, id));
        others.forEach(id -> book.requested(prompt(id, Owners.GATEWAY), at(500)));
        // Then
        assertThat(book.isFull()).isFalse();
        assertThat(book.oldestOpen()).isEmpty();
    }

    @Test
    void promptsOfOtherProducersGoFirstButForThoseAskedFor() {
        // Given
        var book = new PromptBook(new BookLimits(10, 100_000, 1_000), OWNERS, new Backlogs(TENANTS), WORK);
        for (int i = 0; i < 10; i++) {
            request(book, "foreign" + i, i);
        }
        book.find("foreign3");

        // When
        for (int i = 0; i < 45; i++) {
            book.accepted(prompt("p" + i, Owners.GATEWAY), at(100 + i));
        }

        // Then
        assertThat(book.newestFirst().map(PromptSnapshot::id).filter(id -> id.startsWith("foreign")))
                .containsExactly("foreign3");
    }

    @Test
    void anErasedImageIsForgottenAndTheTextWithTheLastOne() {
        // Given
        var book = book(10);
        var event = Events.promptRequested("{\"prompt\":\"an apple\",\"n\":2}".getBytes(UTF_8), "p", "/shop");
        var entry = book.accepted(event, at(0));
        progress(book, "p", 1, 3);
        for (int index = 0; index < 2; index++) {
            book.ended(new ImageCancelled(new ImageId("p", index), Origin.of("p", "/shop")), at(1));
        }

        // When
        erase(book, 0);

        // Then
        assertThat(entry.snapshot().request()).isNotNull();
        assertThat(entry.snapshot().images().get(0).lastStep()).isNull();

        // When
        erase(book, 1);
        book.requested(event, at(0));
        progress(book, "p", 2, 4);

        // Then
        assertThat(entry.snapshot().request()).isNull();
        assertThat(entry.snapshot().tokens()).isNull();
        assertThat(entry.snapshot().images()).allMatch(image -> Erasure.isEnd(image.end()));
        assertThat(entry.from(0).map(Placed::happening)).containsInstanceOf(Happening.End.class);
    }

    private static void erase(PromptBook book, int index) {
        var event = Erasure.event(new ImageId("p", index), "/shop");
        book.ended(Events.imageOutcome(event), at(2));
    }

    @Test
    void picturesWithinAnEventAreNotRemembered() {
        // Given
        var picture = PictureReference.parse("image", "data:image/png;base64," + "A".repeat(400_000));
        var asked = PromptParameters.of("an apple").withPicture(new PictureRequest(picture, picture, 0.5));
        // When
        var entry = book(3).accepted(new PromptRequested(Origin.of("apple", "/shop"), asked), at(0));
        // Then
        var request = Objects.requireNonNull(entry.snapshot().request());
        var nothing = new PictureReference("data:image/png;base64,");
        assertThat(request.parameters()).isEqualTo(asked.withPicture(new PictureRequest(nothing, nothing, 0.5)));
    }

    @Test
    void stepsAreBoundedButForTheLastOne() {
        // Given
        var book = new PromptBook(
                new BookLimits(100, Long.MAX_VALUE, 40 * PREVIEW_BYTES), OWNERS, new Backlogs(TENANTS), WORK);

        // When
        for (int prompt = 0; prompt < 10; prompt++) {
            request(book, "p" + prompt, prompt);
            for (int step = 1; step <= 10; step++) {
                progress(book, "p" + prompt, step, prompt);
            }
        }

        // Then
        var steps = book.newestFirst()
                .map(prompt -> book.find(prompt.id()).orElseThrow())
                .mapToLong(PromptEntry::stepBytes)
                .sum();
        assertThat(steps).isBetween(1L, 40L * PREVIEW_BYTES);
        assertThat(book.find("p0").orElseThrow().from(0)).hasValueSatisfying(last -> {
            assertThat(last.place()).isEqualTo(9);
            assertThat(((Happening.Step) last.happening()).step()).isEqualTo(10);
            assertThat(((Happening.Step) last.happening()).preview()).isNull();
        });
        assertThat(book.find("p9").orElseThrow().from(9))
                .hasValueSatisfying(last -> assertThat(((Happening.Step) last.happening()).preview())
                        .isNotNull());
    }

    @Test
    void aReaderGoesOnAfterStepsThatAreForgotten() {
        // Given
        var book = new PromptBook(new BookLimits(100, Long.MAX_VALUE, 1), OWNERS, new Backlogs(TENANTS), WORK);
        request(book, "p", 0);

        // When
        for (int step = 1; step <= 5; step++) {
            progress(book, "p", step, step);
        }
        var more = book.find("p").orElseThrow().beyond(5).subscribeAsCompletionStage();
        end(book, "p");

        // Then
        var entry = book.find("p").orElseThrow();
        assertThat(entry.from(2)).map(Placed::place).contains(4);
        assertThat(more).succeedsWithin(Duration.ofSeconds(10));
        assertThat(entry.from(5)).map(Placed::happening).containsInstanceOf(Happening.End.class);
        assertThat(entry.from(6)).isEmpty();
    }

    @Test
    void aPauseMayComeBeforeItsPromptAndMakesNoPrompt() {
        // Given
        var book = book(10);
        // When
        book.decided(new PromptPaused("p", 1, Owners.PIPELINE));
        // Then
        assertThat(book.find("p")).isEmpty();
        // When
        request(book, "p", 0);
        progress(book, "p", 2, 4);
        // Then
        var entry = book.find("p").orElseThrow();
        assertThat(entry.snapshot().images()).extracting(ImageSnapshot::paused).startsWith(false);
        book.decided(new PromptPaused("p", null, Owners.PIPELINE));
        assertThat(entry.snapshot().images()).allMatch(ImageSnapshot::paused);
        // When
        var more = entry.beyond(99, entry.pauses()).subscribeAsCompletionStage();
        book.decided(new PromptResumed("p", null, Owners.PIPELINE));
        // Then
        assertThat(more).succeedsWithin(Duration.ofSeconds(10));
        assertThat(entry.snapshot().images()).noneMatch(ImageSnapshot::paused);
    }

    @Test
    void recordsMayComeTwiceAndInAnyOrder() {
        // Given
        var book = book(10);
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
        assertThat(book.find("p").orElseThrow().from(2)).isEmpty();
        assertThat(book.newestFirst()).hasSize(1);
    }

    @Test
    void anotherRequestsEndIsNotThisOnes() {
        // Given
        var book = book(10);
        request(book, "p", 1);
        // When
        book.ended(new ImageCancelled(new ImageId("p", 0), Origin.of("p", "/another-shop")), at(2));
        // Then
        assertThat(book.find("p").orElseThrow().hasEnded()).isFalse();
        book.ended(new ImageCancelled(new ImageId("p", 0), Origin.of("p", "/calotype")), at(3));
        assertThat(book.find("p").orElseThrow().hasEnded()).isTrue();
    }

    @Test
    void onlyItsOwnConflictEndsARequest() {
        // Given
        var book = book(10);
        var id = new ImageId("p", 0);
        var request = new PromptRequested(Origin.of("p", "/test"), PromptParameters.of("an apple"));
        var own = Conflicts.event(new RequestedImage(id, request.origin(), RequestDigest.of(request)), Stage.ENCODE);
        var other = Conflicts.event(new RequestedImage(id, request.origin(), "b".repeat(64)), Stage.ENCODE);
        book.conflicted(Events.imageOutcome(own), own.getId());
        book.requested(request, at(1));
        // When
        book.conflicted(Events.imageOutcome(other), other.getId());
        // Then
        assertThat(book.find("p").orElseThrow().hasEnded()).isFalse();
        book.conflicted(Events.imageOutcome(own), own.getId());
        assertThat(book.find("p").orElseThrow().hasEnded()).isTrue();
    }

    private static PromptBook book(int prompts) {
        return new PromptBook(
                new BookLimits(prompts, Long.MAX_VALUE, Long.MAX_VALUE), OWNERS, new Backlogs(TENANTS), WORK);
    }

    private static PromptRequested prompt(String id, String source) {
        return new PromptRequested(Origin.of(id, source), PromptParameters.of("an apple"));
    }

    private static void request(PromptBook book, String id, int second) {
        book.requested(prompt(id, "/test"), at(second));
    }

    private static void end(PromptBook book, String id) {
        book.ended(new ImageCancelled(new ImageId(id, 0), Origin.of(id, Events.SOURCE)), at(1_000));
    }

    /** A step whose offset is its number, with a preview of as many characters in Base64 as the bound counts. */
    private static void progress(PromptBook book, String id, int step, int second) {
        var preview = new byte[PREVIEW_BYTES * 3 / 4 - 30];
        var progress = new ImageProgress(
                new ImageId(id, 0), Origin.of(id, "/test"), Stage.DENOISE, step, 10, preview, "image/jpeg", null);
        book.progressed(progress, step, at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
