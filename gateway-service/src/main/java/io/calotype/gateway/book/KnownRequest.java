package io.calotype.gateway.book;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.owner.Owners;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of what a prompt asks for, and of who asks. Not thread-safe. */
final class KnownRequest {

    private String owner = Owners.PIPELINE; // until something of the prompt is read
    private @Nullable PromptRequested event;
    private @Nullable String digest;
    private @Nullable List<String> tokens;
    private long workOfImage;
    private long bytes;

    /** Notes the prompt itself, unless it is known; what it says of its owner counts more than what is said of its images. */
    void is(PromptRequested asked, long work) {
        if (event == null) {
            event = withoutBytes(asked);
            owner = asked.origin().source();
            digest = RequestDigest.of(asked);
            workOfImage = work;
            bytes += Weight.of(event);
        }
    }

    /** The pictures that other producers put into their events are too large to remember. */
    private static PromptRequested withoutBytes(PromptRequested event) {
        return event.hasInlinePictures() ? event.withPictures((field, picture) -> picture.withoutBytes()) : event;
    }

    /** Notes where an event about one of its images says that the prompt comes from. */
    void isFrom(Origin told) {
        owner = owner.equals(Owners.PIPELINE) ? told.source() : owner;
    }

    /** Returns tokens that are the same for every image of the prompt, once in memory. */
    @Nullable
    List<String> shared(@Nullable List<String> received) {
        if (received == null || received.equals(tokens)) {
            return received == null ? null : tokens;
        }
        bytes += Weight.ofTokens(received);
        tokens = received;
        return received;
    }

    /** Forgets the text, and what says it in other words. */
    void forgetText() {
        if (event != null) {
            bytes -= Weight.of(event) + (tokens == null ? 0 : Weight.ofTokens(tokens));
            event = null;
            tokens = null;
        }
    }

    /** Whether an end is that of an image of this request; what nobody could read is ended by the pipeline in its own name. */
    boolean isOf(ImageOutcome outcome) {
        var source = outcome.origin().source();
        return event == null || source.equals(event.origin().source()) || source.equals(Events.SOURCE);
    }

    /** Whether a conflict is told to this request. */
    boolean isTold(ImageOutcome outcome, String conflictId) {
        return event != null
                && conflictId.equals(Conflicts.eventId(new RequestedImage(outcome.id(), event.origin(), digest)));
    }

    /** The prompt, while it is known. */
    Optional<PromptRequested> event() {
        return Optional.ofNullable(event);
    }

    /** The tokens of its text, if they are known. */
    @Nullable
    List<String> tokens() {
        return tokens;
    }

    String owner() {
        return owner;
    }

    /** How many images it asks for; one if that is not known. */
    int images() {
        return event == null ? 1 : event.parameters().output().n();
    }

    long workOfImage() {
        return workOfImage;
    }

    long bytes() {
        return bytes;
    }
}
