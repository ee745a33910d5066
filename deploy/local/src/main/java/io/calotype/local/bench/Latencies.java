package io.calotype.local.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Times and their percentiles, to three digits. */
final class Latencies {

    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(DIGITS);

    void add(Duration time) {
        micros.recordValue(Math.max(0, time.toNanos() / 1000));
    }

    /** Returns a percentile in milliseconds; 0 where there is no time. */
    double percentile(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
