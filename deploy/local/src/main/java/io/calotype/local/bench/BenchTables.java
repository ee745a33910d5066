package io.calotype.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The figures of a bench in tables. */
final class BenchTables {

    private BenchTables() {}

    /** Of the hops only those of the first and the last load, which wait for no other prompt. */
    static List<Table> of(BenchReport report) {
        var tables = new ArrayList<Table>();
        tables.add(loads(report));
        tables.add(hops(report.loads().get(0)));
        tables.add(hops(report.loads().get(report.loads().size() - 1)));
        tables.add(processes(report));
        if (!report.rounds().isEmpty()) {
            tables.add(rounds(report));
        }
        return tables;
    }

    private static Table loads(BenchReport report) {
        var rows = new ArrayList<List<String>>();
        for (var load : report.loads()) {
            rows.add(List.of(
                    load.name(),
                    Integer.toString(load.images()),
                    "%.2f".formatted(load.imagesPerSecond()),
                    ms(load.took(), 50),
                    ms(load.took(), 95),
                    ms(load.took(), 99),
                    ms(load.added(), 50)));
        }
        return new Table(List.of("load", "images", "images/s", "p50 ms", "p95 ms", "p99 ms", "added p50"), rows);
    }

    private static Table hops(Measurement load) {
        var rows = new ArrayList<List<String>>();
        for (var stage : load.stages()) {
            rows.add(List.of(
                    stage.jsonName(),
                    ms(load.queue(stage), 50),
                    ms(load.queue(stage), 95),
                    ms(load.compute(stage), 50),
                    ms(load.compute(stage), 95)));
        }
        return new Table(List.of(load.name(), "queue p50", "p95", "work p50", "p95"), rows);
    }

    private static Table processes(BenchReport report) {
        var rows = new ArrayList<List<String>>();
        report.cpuSecondsAnImage()
                .forEach((process, seconds) -> rows.add(List.of(
                        process,
                        "%.4f".formatted(seconds),
                        peak(report.peakMiB().getOrDefault(process, OptionalLong.empty())))));
        return new Table(List.of("process", "CPU s/image", "peak MiB"), rows);
    }

    private static Table rounds(BenchReport report) {
        var rows = new ArrayList<List<String>>();
        for (var round : report.rounds()) {
            rows.add(List.of(
                    "round " + (rows.size() + 1),
                    "%.2f".formatted(round.stack().imagesPerSecond()),
                    "%.2f".formatted(round.inProcess().imagesPerSecond()),
                    "%.3f".formatted(round.share()),
                    "%.3f".formatted(round.stack().cpuSecondsAnImage()),
                    "%.3f".formatted(round.inProcess().cpuSecondsAnImage()),
                    "%.3f".formatted(round.cpuShare())));
        }
        return new Table(
                List.of("saturated", "stack", "one process", "share", "CPU s/image", "one process", "share"), rows);
    }

    private static String ms(Latencies latencies, double percentile) {
        return "%.0f".formatted(latencies.percentile(percentile));
    }

    private static String peak(OptionalLong peak) {
        return peak.isPresent() ? Long.toString(peak.getAsLong()) : "";
    }
}
