package io.calotype.local.bench;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StoredImage;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Prompts of one image each that a stack works on; one thread may send while another reads. */
final class BenchPrompts {

    private final PromptChannel channel;
    private final PromptParameters parameters;
    private final String prefix = "bench-" + UUID.randomUUID() + "-";
    private final Map<String, Long> dueTimes = new ConcurrentHashMap<>();
    private int sent;

    BenchPrompts(PromptChannel channel, PromptParameters parameters) {
        this.channel = channel;
        this.parameters = parameters;
    }

    /** Sends a prompt; its latency counts from {@code due}, a time of {@link System#nanoTime}. */
    void send(long due) {
        var id = prefix + sent++;
        dueTimes.put(id, due);
        channel.send(new PromptRequested(Origin.of(id, "/calotype/bench"), parameters));
    }

    /**
     * Returns the images that have ended since the last call, waiting at most so long for the first.
     *
     * @throws LocalFailure if one was not completed
     */
    List<BenchImage> ended(Duration patience) {
        return channel.poll(key -> key.startsWith(prefix), patience).stream()
                .flatMap(event -> ended(event).stream())
                .toList();
    }

    /** A repeated event is none. */
    private Optional<BenchImage> ended(CloudEvent event) {
        if (!(Events.imageOutcome(event) instanceof StoredImage image)) {
            throw new LocalFailure("An image of the load was not completed: " + event.getType());
        }
        var due = dueTimes.remove(image.id().promptId());
        return Optional.ofNullable(due)
                .map(time -> new BenchImage(Duration.ofNanos(System.nanoTime() - time), image.timings()));
    }
}
