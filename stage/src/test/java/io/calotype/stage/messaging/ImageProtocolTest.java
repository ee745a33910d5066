package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.stage.ends.EndArbiter;
import io.calotype.stage.ends.UnreadableEnd;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.calotype.stage.testing.MemoryStore;
import io.cloudevents.CloudEvent;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProtocolTest {

    private static final Origin ORIGIN = Origin.of("p", "/shop");
    private static final List<RequestedImage> IMAGES = IntStream.range(0, 3)
            .mapToObj(index -> new RequestedImage(new ImageId("p", index), ORIGIN, "a".repeat(64)))
            .toList();
    private final Refusal refusal = Refusal.of(ProblemType.TOO_LARGE, null, "too large");

    private final List<CloudEvent> published = new ArrayList<>();
    private final MemoryStore store = new MemoryStore();
    private final EndArbiter arbiter = new EndArbiter(store);
    private final EndPublisher ends = new EndPublisher(arbiter, new Recorder(), Stage.DENOISE);
    private final ImageProtocol protocol = new ImageProtocol(arbiter, ends);

    @Test
    void onlyImagesThatHaveNotEndedAreMade() {
        // Given
        var cancelled = arbiter.decide(IMAGES.get(1).cancelled());
        var made = new ArrayList<RequestedImage>();
        // When
        var outcome = work(delivery(false), open -> {
            made.addAll(open);
            return done();
        });
        // Then
        assertThat(outcome).isCompletedWithValue(Outcome.DONE);
        assertThat(made).containsExactly(IMAGES.get(0), IMAGES.get(2));
        assertThat(published).containsExactly(cancelled.event());
    }

    @Test
    void aRecordThatWasGivenUpFailsTheImagesThatHaveNotEnded() {
        // Given
        var cancelled = arbiter.decide(IMAGES.get(1).cancelled());
        // When
        var outcome = work(delivery(true), open -> {
            throw new AssertionError("its work must not begin");
        });
        // Then
        assertThat(outcome).isCompletedWithValue(Outcome.REFUSED);
        assertThat(published).contains(cancelled.event()).hasSize(3);
        assertThat(problem(0).type()).isEqualTo(ProblemType.GAVE_UP);
        assertThat(arbiter.find(IMAGES.get(1).id())).hasValue(cancelled);
        assertThat(problem(2).type()).isEqualTo(ProblemType.GAVE_UP);
    }

    @Test
    void whatSomeImagesFailWithEndsNoOther() {
        // When
        var outcome = work(delivery(false), open -> {
            throw new FailedImages(Map.of(IMAGES.get(1), refusal));
        });
        // Then
        assertThat(outcome).isCompletedWithValue(Outcome.REFUSED);
        assertThat(published).extracting(CloudEvent::getId).containsExactly("p/1");
        assertThat(problem(1)).isEqualTo(refusal.problem().in(Stage.DENOISE));
        assertThat(arbiter.find(IMAGES.get(0).id())).isEmpty();
        assertThat(arbiter.find(IMAGES.get(2).id())).isEmpty();
    }

    @Test
    void ofWhatBreaksOnlyTheClassIsTold() {
        // When
        var outcome = work(
                delivery(false), open -> CompletableFuture.failedFuture(new IllegalStateException("a secret apple")));
        // Then
        assertThat(outcome).isCompletedWithValue(Outcome.REFUSED);
        assertThat(problem(0).type()).isEqualTo(ProblemType.INTERNAL);
        assertThat(problem(0).detail()).isEqualTo("the stage failed with IllegalStateException");
        assertThat(published).hasSize(3);
    }

    @Test
    void anImageThatEndedWhileItWasMadeKeepsItsEnd() {
        // When
        var outcome = work(delivery(false), open -> {
            arbiter.decide(IMAGES.get(0).cancelled());
            throw refusal;
        });
        // Then
        assertThat(outcome).isCompletedWithValue(Outcome.REFUSED);
        assertThat(published)
                .filteredOn(event -> event.getId().equals("p/0"))
                .extracting(CloudEvent::getType)
                .containsExactly(EventTypes.IMAGE_CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workThatStopsWithTheProcessEndsNothing(boolean error) {
        // Given
        var failure = error ? new OutOfMemoryError("planted") : new GivenBack("stopping");
        // When
        var outcome = work(delivery(false), open -> CompletableFuture.failedFuture(failure));
        // Then
        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCause(failure);
        assertThat(published).isEmpty();
        assertThat(arbiter.find(IMAGES.get(0).id())).isEmpty();
    }

    @Test
    void anotherRequestGetsAConflictAndTheEndStays() {
        // Given
        var end = arbiter.decide(IMAGES.get(0).cancelled());
        var other = new RequestedImage(new ImageId("p", 0), Origin.of("p", "/another-shop"), "b".repeat(64));
        // When
        protocol.work(delivery(false), List.of(other), open -> done());
        // Then
        assertThat(published).containsExactly(Conflicts.event(other, Stage.DENOISE));
        assertThat(arbiter.find(other.id())).hasValue(end);
    }

    @Test
    void theWorkLearnsOfEndsThatItDidNotBringAbout() {
        // Given
        var cancelled = arbiter.decide(IMAGES.get(0).cancelled());
        var learnt = new ArrayList<ImageEnd>();
        // When
        protocol.work(delivery(true), IMAGES.subList(0, 2), new ImageWork() {
            @Override
            public CompletionStage<Void> make(List<RequestedImage> open) {
                return done();
            }

            @Override
            public void ended(RequestedImage image, ImageEnd end) {
                learnt.add(end);
            }
        });
        // Then
        assertThat(learnt).hasSize(2).contains(cancelled);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndThatCannotBeReadKeepsNoOtherImageFromItsOwn(boolean givenUp) {
        // Given
        store.objects.put("ends/p/1", "no end".getBytes(StandardCharsets.UTF_8));
        // When
        var outcome = work(delivery(givenUp), open -> {
            throw refusal;
        });
        // Then
        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCauseInstanceOf(UnreadableEnd.class);
        assertThat(published).extracting(CloudEvent::getId).containsExactlyInAnyOrder("p/0", "p/2");
    }

    @Test
    void refusedImagesFailBesideAnEndThatCannotBeRead() {
        // Given
        store.objects.put("ends/p/0", "no end".getBytes(StandardCharsets.UTF_8));
        // When
        var outcome = protocol.refuse(delivery(false), IMAGES, refusal).toCompletableFuture();
        // Then
        assertThat(outcome).isCompletedExceptionally();
        assertThat(published).extracting(CloudEvent::getId).containsExactlyInAnyOrder("p/1", "p/2");
    }

    private CompletableFuture<Outcome> work(Delivery delivery, ImageWork work) {
        return protocol.work(delivery, IMAGES, work).toCompletableFuture();
    }

    private Problem problem(int index) {
        var end = arbiter.find(IMAGES.get(index).id()).orElseThrow();
        return ((ImageFailed) Events.imageOutcome(end.event())).problem();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static Delivery delivery(boolean isGivenUp) {
        var record =
                new ReceivedRecord("topic", 0, 0, Instant.EPOCH, "p", new RecordHeaders(), new byte[0], Context.root());
        return new Delivery(record, isGivenUp, isGivenUp);
    }

    /** A broker that takes everything at once. */
    @SuppressWarnings("NullAway") // it has no channels
    private final class Recorder extends Outbox {
        Recorder() {
            super(null, null, null);
        }

        @Override
        public CompletionStage<Void> publish(String topic, String key, CloudEvent event, Context trace) {
            published.add(event);
            return done();
        }
    }
}
