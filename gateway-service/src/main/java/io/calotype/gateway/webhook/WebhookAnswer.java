package io.calotype.gateway.webhook;

import java.time.Duration;

/**
 * What a receiver answered.
 *
 * @param status of HTTP
 * @param retryAfter how long it wants to be left alone, zero where it does not say
 */
record WebhookAnswer(int status, Duration retryAfter) {

    private static final int GONE = 410;

    boolean delivered() {
        return status >= 200 && status < 300;
    }

    /** Tells whether the receiver wants nothing any more. */
    boolean unwanted() {
        return status == GONE;
    }
}
