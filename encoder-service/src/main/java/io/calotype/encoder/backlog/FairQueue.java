package io.calotype.encoder.backlog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Held prompts, and whose is next: start-time fair queueing by work and weight between tenants; higher priority first, then first come
 * first served, within one. Not safe for use by several threads.
 */
final class FairQueue {

    private record Turn(HeldPrompt prompt, long arrival) {}

    /** A tenant's prompts, and when its next is due in virtual time. */
    private static final class Line {
        private final PriorityQueue<Turn> turns = new PriorityQueue<>(
                Comparator.comparingInt((Turn turn) -> -turn.prompt().priority())
                        .thenComparingLong(Turn::arrival));
        private double due;
    }

    private static final int MANY = 1000;

    private final Map<String, Line> lines = new HashMap<>();
    private long arrivals;
    private double clock; // when the last one that was taken was due

    void add(HeldPrompt prompt) {
        var line = lines.computeIfAbsent(prompt.tenant(), tenant -> new Line());
        if (line.turns.isEmpty()) {
            line.due = Math.max(line.due, clock);
        }
        line.turns.add(new Turn(prompt, arrivals++));
    }

    /** Takes the prompt that is next, of the tenants that may have one. */
    Optional<HeldPrompt> take(Predicate<String> mayHave) {
        var next = lines.entrySet().stream()
                .filter(line -> !line.getValue().turns.isEmpty() && mayHave.test(line.getKey()))
                .min(Comparator.comparingDouble(line -> line.getValue().due))
                .map(Map.Entry::getValue);
        var taken = next.map(line -> {
            var prompt = line.turns.remove().prompt();
            clock = Math.max(clock, line.due);
            line.due += prompt.work() / prompt.weight();
            return prompt;
        });
        if (lines.size() > MANY) {
            lines.values().removeIf(line -> line.turns.isEmpty() && line.due <= clock);
        }
        return taken;
    }

    boolean isEmpty() {
        return lines.values().stream().allMatch(line -> line.turns.isEmpty());
    }

    /** Returns the tenants that have prompts. */
    List<String> tenants() {
        return lines.entrySet().stream()
                .filter(line -> !line.getValue().turns.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Removes and returns the prompts of partitions that went elsewhere. */
    List<HeldPrompt> remove(Set<TopicPartition> partitions) {
        var removed = new ArrayList<HeldPrompt>();
        for (var line : lines.values()) {
            line.turns.removeIf(turn -> {
                boolean gone = partitions.contains(turn.prompt().partition());
                if (gone) {
                    removed.add(turn.prompt());
                }
                return gone;
            });
        }
        return removed;
    }
}
