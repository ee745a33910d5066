package io.calotype.stage.messaging;

import io.calotype.contracts.event.ImageFailed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record that nobody can parse: it goes to the dead letters with this message, which never holds what the record says. */
public final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ImageFailed failed;

    /**
     * Names what is wrong with the record's form.
     *
     * @param failed what to tell of the image, where the record's id could be read
     */
    public UnreadableRecord(String reason, @Nullable ImageFailed failed) {
        super(reason);
        this.failed = failed;
    }

    /** The terminal state to publish beside the dead letter. */
    public Optional<ImageFailed> failed() {
        return Optional.ofNullable(failed);
    }
}
