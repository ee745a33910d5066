package io.calotype.gateway.webhook;

import java.time.Duration;

/**
 * What a receiver answered.
 *
 * @param status of HTTP
 * @param retryAfter how long the receiver asks to wait, zero if it does not say
 */
record WebhookAnswer(int status, Duration retryAfter) {

    private static final int GONE = 410;

    boolean delivered() {
        return status >= 200 && status < 300;
    }

    /** Returns whether the receiver wants no more calls. */
    boolean unwanted() {
        return status == GONE;
    }
}
