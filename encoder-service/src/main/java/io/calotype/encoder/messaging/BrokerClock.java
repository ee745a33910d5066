package io.calotype.encoder.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The broker's clock, as the timestamps that it gives to records show it.
 *
 * <p>A record is read after it was written, so the broker's clock is ahead of this machine's by at least the largest difference
 * seen. As long as only old records were read, they look younger than they are.
 */
final class BrokerClock {

    private final Clock local;
    private Duration ahead = Duration.ofDays(-36_500);

    BrokerClock(Clock local) {
        this.local = local;
    }

    /** How long ago a record was written that was read just now, or less. */
    synchronized Duration ageOf(Instant written) {
        var difference = Duration.between(local.instant(), written);
        ahead = difference.compareTo(ahead) > 0 ? difference : ahead;
        return ahead.minus(difference);
    }
}
