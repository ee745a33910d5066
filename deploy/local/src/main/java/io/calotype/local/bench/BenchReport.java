package io.calotype.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The figures of a bench.
 *
 * @param title what was measured, and where
 * @param start until the services were ready
 * @param loads in the order in which they ran
 * @param cpuSecondsAnImage of each process, under the saturated load
 * @param peakMiB of each process
 */
public record BenchReport(
        String title,
        Duration start,
        List<Measurement> loads,
        Map<String, Double> cpuSecondsAnImage,
        Map<String, OptionalLong> peakMiB) {

    private static final double[] PERCENTILES = {50, 95, 99};

    public BenchReport {
        loads = List.copyOf(loads);
    }

    /** Returns the figures as tables for people. */
    public String table() {
        var lines = new StringJoiner(System.lineSeparator());
        lines.add(title)
                .add("services ready after %.1f s".formatted(start.toMillis() / 1e3))
                .add("");
        lines.add(row("load", "images", "images/s", "p50 ms", "p95 ms", "p99 ms", "added p50"));
        loads.forEach(load -> lines.add(row(
                load.name(),
                Integer.toString(load.images()),
                "%.2f".formatted(load.imagesPerSecond()),
                ms(load.took().percentile(PERCENTILES[0])),
                ms(load.took().percentile(PERCENTILES[1])),
                ms(load.took().percentile(PERCENTILES[2])),
                ms(load.added().percentile(PERCENTILES[0])))));
        lines.add("").add(row(loads.get(0).name(), "queue p50", "p95", "work p50", "p95", "", ""));
        for (var stage : Stage.values()) {
            lines.add(hop(loads.get(0), stage));
        }
        lines.add("").add(row("process", "CPU s/image", "peak MiB", "", "", "", ""));
        cpuSecondsAnImage.forEach((process, seconds) ->
                lines.add(row(process, "%.4f".formatted(seconds), peak(process), "", "", "", "")));
        return lines.toString();
    }

    private static String hop(Measurement load, Stage stage) {
        var queue = load.queue(stage);
        var compute = load.compute(stage);
        return row(
                stage.jsonName(),
                ms(queue.percentile(PERCENTILES[0])),
                ms(queue.percentile(PERCENTILES[1])),
                ms(compute.percentile(PERCENTILES[0])),
                ms(compute.percentile(PERCENTILES[1])),
                "",
                "");
    }

    private static String row(String name, String... cells) {
        var row = new StringBuilder("%-26s".formatted(name));
        for (var cell : cells) {
            row.append("%12s".formatted(cell));
        }
        return row.toString().stripTrailing();
    }

    private static String ms(double milliseconds) {
        return "%.0f".formatted(milliseconds);
    }

    private String peak(String process) {
        var peak = peakMiB.getOrDefault(process, OptionalLong.empty());
        return peak.isPresent() ? Long.toString(peak.getAsLong()) : "";
    }

    /** Returns the same figures as a JSON object. */
    public ObjectNode json() {
        var json = new ObjectMapper().createObjectNode();
        json.put("title", title).put("services_ready_s", start.toMillis() / 1e3);
        var loads = json.putArray("loads");
        this.loads.forEach(load -> put(loads.addObject(), load));
        var processes = json.putObject("processes");
        cpuSecondsAnImage.forEach((name, seconds) -> {
            var process = processes.putObject(name).put("cpu_s_per_image", seconds);
            peakMiB.getOrDefault(name, OptionalLong.empty()).ifPresent(peak -> process.put("peak_mib", peak));
        });
        return json;
    }

    private static void put(ObjectNode json, Measurement load) {
        json.put("name", load.name()).put("images", load.images()).put("images_per_s", load.imagesPerSecond());
        put(json.putObject("latency_ms"), load.took());
        put(json.putObject("added_ms"), load.added());
        for (var stage : Stage.values()) {
            var hop = json.putObject(stage.jsonName());
            put(hop.putObject("queue_ms"), load.queue(stage));
            put(hop.putObject("compute_ms"), load.compute(stage));
        }
    }

    private static void put(ObjectNode json, Latencies latencies) {
        for (double percentile : PERCENTILES) {
            json.put("p%.0f".formatted(percentile), latencies.percentile(percentile));
        }
    }
}
