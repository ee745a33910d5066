package io.calotype.gateway.messaging;

import io.calotype.contracts.event.ImageOutcome;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** What is to be done about the ends of images before they are done with. */
public interface ImageEnds {

    /** Returns how many events may be in work at a time. */
    int atATime();

    /** Tells whether there is anything to do about an end. */
    boolean concern(ImageOutcome outcome);

    /** Does it; completes when it need not be done again after a restart. */
    Uni<Void> work(ImageOutcome outcome, Instant at);
}
