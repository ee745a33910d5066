package io.calotype.inprocess;

import java.time.Duration;

/** The processor time of this process, in hundredths of a second. */
final class ProcessorTime {

    private ProcessorTime() {}

    /** Returns what all its threads have used so far; zero where the system does not tell. */
    static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
