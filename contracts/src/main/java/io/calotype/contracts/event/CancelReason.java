package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;

/** Why an image was cancelled. */
final class CancelReason {
    static final String FIELD = "reason";

    private CancelReason() {}

    /** Returns a reason, if it can be one: 1 to 256 code points, not blank, without control characters but tab and newline. */
    static String require(String text) {
        var reason = GenerationSpec.requireText(FIELD, text);
        int length = reason.codePointCount(0, reason.length());
        if (length > Limits.MAX_REASON_CODE_POINTS) {
            throw Limits.outside(FIELD, length + " code points long", 1, Limits.MAX_REASON_CODE_POINTS);
        }
        return reason;
    }
}
