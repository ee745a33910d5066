package io.calotype.encoder.backlog;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.stage.messaging.Handover;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Prompts that wait in memory until their images are few enough among those that have been sent on and have not ended.
 *
 * <p>Prompts are small, and images are not: so it is here that a burst waits, and its tenant's share decides what goes on. Records that
 * are held are not acknowledged; whoever has their partitions next reads them again. Beyond {@value #MOST_BYTES} bytes no more are read.
 */
@Startup
@ApplicationScoped
public class HeldPrompts implements Handover {

    static final int MOST_BYTES = 16_777_216;

    private record Waiting(HeldPrompt prompt, CompletableFuture<Void> held) {}

    private final OptionalInt ahead;
    private final TenantBacklog backlog;
    private final FairQueue queue = new FairQueue();
    private final Queue<Waiting> outside = new ArrayDeque<>(); // until there is room
    private final Set<HeldPrompt> released = new HashSet<>(); // and being worked on, or about to
    private long bytes;
    private long images;
    private double megapixelSteps;

    HeldPrompts(EncoderConfig config, TenantBacklog backlog, MeterRegistry registry) {
        this.ahead = config.ahead();
        if (ahead.isPresent() && ahead.getAsInt() < 1) {
            throw new WrongSetting("calotype.encoder.ahead", "is " + ahead.getAsInt() + "; it must be at least 1");
        }
        this.backlog = backlog;
        registry.gauge("calotype.encode.held.images", this, held -> held.images());
        Gauge.builder("calotype.encode.held.work", this, HeldPrompts::megapixelSteps)
                .baseUnit("megapixel.steps")
                .strongReference(true)
                .register(registry);
    }

    private synchronized double images() {
        return images;
    }

    private synchronized double megapixelSteps() {
        return megapixelSteps;
    }

    /** Tells whether prompts are held at all. */
    public boolean isOn() {
        return ahead.isPresent();
    }

    /** Holds a prompt; completes when the next record may be read. */
    public CompletionStage<Void> hold(HeldPrompt prompt) {
        var waiting = new Waiting(prompt, new CompletableFuture<>());
        synchronized (this) {
            outside.add(waiting);
        }
        goOn();
        return waiting.held();
    }

    /** Takes note that the work on a released prompt has ended, its images being sent on or not; also if it never began. */
    public void worked(HeldPrompt prompt) {
        synchronized (this) {
            released.remove(prompt);
        }
        goOn();
    }

    /** Takes note that images may have ended. */
    public void goOn() {
        var inside = new ArrayList<Waiting>();
        var next = new ArrayList<HeldPrompt>();
        synchronized (this) {
            admit(inside);
            release(next);
            admit(inside);
        }
        inside.forEach(waiting -> waiting.held().complete(null));
        next.forEach(prompt -> prompt.release().run());
    }

    private void admit(List<Waiting> inside) {
        while (!outside.isEmpty() && bytes + outside.element().prompt().bytes() <= MOST_BYTES) {
            var waiting = outside.remove();
            count(waiting.prompt(), 1);
            queue.add(waiting.prompt());
            inside.add(waiting);
        }
    }

    private void release(List<HeldPrompt> next) {
        if (queue.isEmpty()) {
            return;
        }
        var open = new HashMap<>(backlog.imagesByTenant());
        released.forEach(prompt -> open.merge(prompt.tenant(), prompt.images(), Integer::sum));
        var active = new HashSet<>(open.keySet());
        active.addAll(queue.tenants());
        int most = ahead.orElse(Integer.MAX_VALUE);
        int share = Math.max(1, most / active.size());
        for (var prompt = queue.take(mayHave(open, most, share));
                prompt.isPresent();
                prompt = queue.take(mayHave(open, most, share))) {
            var one = prompt.get();
            count(one, -1);
            released.add(one);
            next.add(one);
            open.merge(one.tenant(), one.images(), Integer::sum);
        }
    }

    /** A tenant may have images that have not ended while they are few in all, or few in comparison with the tenant's share. */
    private static Predicate<String> mayHave(Map<String, Integer> open, int most, int share) {
        int all = open.values().stream().mapToInt(Integer::intValue).sum();
        return tenant -> all < most || open.getOrDefault(tenant, 0) < share;
    }

    private void count(HeldPrompt prompt, int sign) {
        bytes += (long) sign * prompt.bytes();
        images += (long) sign * prompt.images();
        megapixelSteps = images == 0 ? 0 : megapixelSteps + sign * prompt.megapixelSteps();
    }

    @Override
    public CompletionStage<Void> leave(Set<TopicPartition> partitions) {
        var gone = new ArrayList<Waiting>();
        synchronized (this) {
            queue.remove(partitions).forEach(prompt -> count(prompt, -1));
            released.removeIf(prompt -> partitions.contains(prompt.partition()));
            outside.stream()
                    .filter(waiting -> partitions.contains(waiting.prompt().partition()))
                    .forEach(gone::add);
            outside.removeAll(gone);
        }
        gone.forEach(waiting -> waiting.held().complete(null));
        goOn();
        return CompletableFuture.completedFuture(null);
    }
}
