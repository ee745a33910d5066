package io.calotype.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The figures of a bench.
 *
 * @param title what was measured, and where
 * @param start until the services were ready
 * @param loads in the order in which they ran
 * @param cpuSecondsAnImage of each process, under the saturated load
 * @param peakMiB of each process
 * @param rounds against one process; may be empty
 */
public record BenchReport(
        String title,
        Duration start,
        List<Measurement> loads,
        Map<String, Double> cpuSecondsAnImage,
        Map<String, OptionalLong> peakMiB,
        List<Round> rounds) {

    private static final double[] PERCENTILES = {50, 95, 99};

    public BenchReport {
        loads = List.copyOf(loads);
        rounds = List.copyOf(rounds);
    }

    /** Returns the same with a comparison. */
    public BenchReport with(List<Round> against) {
        return new BenchReport(title, start, loads, cpuSecondsAnImage, peakMiB, against);
    }

    /** Returns the figures as tables for a terminal. */
    public String text() {
        var blank = System.lineSeparator() + System.lineSeparator();
        return title
                + System.lineSeparator()
                + ready()
                + blank
                + BenchTables.of(this).stream().map(Table::text).collect(Collectors.joining(blank));
    }

    /** Returns the figures as a section of a page. */
    public String markdown() {
        return "## " + title + "\n\n" + ready() + ".\n\n"
                + BenchTables.of(this).stream().map(Table::markdown).collect(Collectors.joining("\n\n")) + "\n";
    }

    private String ready() {
        return "services ready after %.1f s".formatted(start.toMillis() / 1e3);
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
        var against = json.putArray("in_process");
        rounds.forEach(round -> against.addObject()
                .put("images_per_s", round.stack().imagesPerSecond())
                .put("in_process_images_per_s", round.inProcess().imagesPerSecond())
                .put("share", round.share())
                .put("cpu_s_per_image", round.stack().cpuSecondsAnImage())
                .put("in_process_cpu_s_per_image", round.inProcess().cpuSecondsAnImage())
                .put("cpu_share", round.cpuShare()));
        return json;
    }

    private static void put(ObjectNode json, Measurement load) {
        json.put("name", load.name()).put("images", load.images()).put("images_per_s", load.imagesPerSecond());
        put(json.putObject("latency_ms"), load.took());
        put(json.putObject("added_ms"), load.added());
        for (var stage : load.stages()) {
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
