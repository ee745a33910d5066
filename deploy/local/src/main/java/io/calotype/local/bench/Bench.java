package io.calotype.local.bench;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.local.prompt.PromptChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Puts a stack under one load after the other. */
public final class Bench {

    /** Shares of what the stack can do; at more than the last a queue would only grow. */
    private static final List<Integer> PERCENT = List.of(50, 80, 95);

    private static final long ARRIVALS = 1; // the seed of the random times, so that runs are alike
    private static final int ONE_AT_A_TIME = 20; // at most

    private final Loads loads;
    private final ProcessUse use;
    private final Consumer<String> progress;

    /**
     * A bench of a stack that is ready.
     *
     * @param parameters of each prompt, for one image
     * @param processes the stack's, by the name to show
     * @param progress takes the name of what is measured next
     */
    public Bench(
            PromptChannel channel,
            PromptParameters parameters,
            Map<String, ProcessHandle> processes,
            Consumer<String> progress) {
        loads = new Loads(new BenchPrompts(channel, parameters));
        use = new ProcessUse(processes);
        this.progress = progress;
    }

    /**
     * Measures: the first prompt since the start, as many at a time as {@code underWay}, prompts at random times, and one at a
     * time. That one is last, since it is to be of a stack that is warm.
     *
     * @param images of each load but the first and the last
     * @param start how long the services took until they were ready, for the report
     */
    public BenchReport run(String title, int images, int underWay, Duration start) {
        var measured = new ArrayList<Measurement>();
        progress.accept("first after the start");
        measured.add(loads.closed("first after the start", 1, 1));
        progress.accept("warming up");
        loads.closed("warm-up", Math.max(underWay, images / 2), underWay);
        var before = use.cpu();
        progress.accept("saturated");
        var saturated = loads.closed("saturated, " + underWay + " at a time", images, underWay);
        var cpu = anImage(before, images);
        measured.add(saturated);
        for (int percent : PERCENT) {
            var name = "random times, " + percent + " %";
            progress.accept(name);
            measured.add(loads.poisson(name, images, saturated.imagesPerSecond() * percent / 100, ARRIVALS));
        }
        progress.accept("one at a time");
        measured.add(loads.closed("one at a time", Math.min(images, ONE_AT_A_TIME), 1));
        return new BenchReport(title, start, measured, cpu, use.peakMiB(), List.of());
    }

    /**
     * Measures the saturated load by turns: the stack, then one process, and so on.
     *
     * @param rounds how often
     */
    public List<Round> against(InProcessRun other, int rounds, int images, int underWay) {
        var all = new ArrayList<Round>();
        for (int i = 0; i < rounds; i++) {
            progress.accept("against one process, round " + (i + 1) + ": the stack");
            loads.closed("warm-up", underWay, underWay);
            var before = use.cpu();
            var load = loads.closed("saturated", images, underWay);
            double cpu = anImage(before, images).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            progress.accept("against one process, round " + (i + 1) + ": the process");
            all.add(new Round(new Throughput(load.imagesPerSecond(), cpu), other.run(images, underWay)));
        }
        return all;
    }

    private Map<String, Double> anImage(Map<String, Duration> before, int images) {
        var seconds = new LinkedHashMap<String, Double>();
        use.cpu()
                .forEach((name, cpu) -> seconds.put(
                        name,
                        cpu.minus(before.getOrDefault(name, Duration.ZERO)).toMillis() / 1e3 / images));
        return seconds;
    }
}
