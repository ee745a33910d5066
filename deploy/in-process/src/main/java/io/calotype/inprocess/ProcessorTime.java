package io.calotype.inprocess;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The processor time of this process. */
final class ProcessorTime {

    private ProcessorTime() {}

    /** Returns what all its threads have used so far, finer than {@link ProcessHandle.Info} has it. */
    static Duration used() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }
}
