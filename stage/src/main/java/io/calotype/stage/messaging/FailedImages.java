package io.calotype.stage.messaging;

import io.calotype.contracts.event.RequestedImage;
import java.util.Map;

/** Some of a record's images failed, each for a reason of its own; the others did not. */
public final class FailedImages extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<RequestedImage, Throwable> reasons;

    /** Says what each failed with. */
    public FailedImages(Map<RequestedImage, Throwable> reasons) {
        super(reasons.keySet().toString());
        this.reasons = Map.copyOf(reasons);
    }

    Map<RequestedImage, Throwable> reasons() {
        return reasons;
    }
}
