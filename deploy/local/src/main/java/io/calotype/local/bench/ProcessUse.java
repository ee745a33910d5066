package io.calotype.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What processes have used since they were started. */
final class ProcessUse {

    private static final String PEAK = "VmHWM:";

    private final Map<String, ProcessHandle> processes;

    /** Takes processes by the name to show. */
    ProcessUse(Map<String, ProcessHandle> processes) {
        this.processes = new LinkedHashMap<>(processes);
    }

    /** Returns the processor time of each process; zero where the system does not tell. */
    Map<String, Duration> cpu() {
        var cpu = new LinkedHashMap<String, Duration>();
        processes.forEach((name, process) ->
                cpu.put(name, process.info().totalCpuDuration().orElse(Duration.ZERO)));
        return cpu;
    }

    /** Returns the most memory that a process had at a time, in MiB; empty where the system does not tell, as outside of Linux. */
    Map<String, OptionalLong> peakMiB() {
        var peaks = new LinkedHashMap<String, OptionalLong>();
        processes.forEach((name, process) -> peaks.put(name, peakMiB(process.pid())));
        return peaks;
    }

    private static OptionalLong peakMiB(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
