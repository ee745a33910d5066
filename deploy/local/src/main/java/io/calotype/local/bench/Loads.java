package io.calotype.local.bench;

import io.calotype.local.failure.LocalFailure;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** The loads that a stack is put under. */
final class Loads {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final BenchPrompts prompts;

    Loads(BenchPrompts prompts) {
        this.prompts = prompts;
    }

    /** Keeps so many prompts under way: each that ends is followed by the next. */
    Measurement closed(String name, int images, int underWay) {
        var measurement = new Measurement(name);
        long start = System.nanoTime();
        int sent = 0;
        while (sent < Math.min(images, underWay)) {
            prompts.send(System.nanoTime());
            sent++;
        }
        while (measurement.images() < images) {
            for (var image : next()) {
                measurement.add(image);
                if (sent < images) {
                    prompts.send(System.nanoTime());
                    sent++;
                }
            }
        }
        measurement.finish(Duration.ofNanos(System.nanoTime() - start));
        return measurement;
    }

    /**
     * Sends prompts at random times, whatever has ended meanwhile; a latency counts from when its prompt was due, also if
     * the sender was late.
     */
    Measurement poisson(String name, int images, double perSecond, long seed) {
        var measurement = new Measurement(name);
        long start = System.nanoTime();
        var sender = CompletableFuture.runAsync(() -> send(images, perSecond, new Random(seed)));
        while (measurement.images() < images) {
            next().forEach(measurement::add);
        }
        join(sender);
        measurement.finish(Duration.ofNanos(System.nanoTime() - start));
        return measurement;
    }

    private void send(int images, double perSecond, Random random) {
        long due = System.nanoTime();
        for (int i = 0; i < images; i++) {
            due += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            prompts.send(due);
        }
    }

    private static void join(CompletableFuture<Void> sender) {
        try {
            sender.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : e;
        }
    }

    private Iterable<BenchImage> next() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SILENCE.toNanos()) {
            var ended = prompts.ended(POLL);
            if (!ended.isEmpty()) {
                return ended;
            }
        }
        throw new LocalFailure("No image has ended for " + SILENCE.toMinutes() + " minutes");
    }
}
