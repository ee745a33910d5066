package io.calotype.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The client's own log: which prompts the broker took, and what was asked of them since. */
final class Asked {

    /** What may become of an image. */
    enum Expectation {
        /** It is made, or a stage fails with it. */
        MADE_OR_FAILED,
        /** The same, or it is cancelled. */
        CANCELLED_TOO,
        /** The request is wrong. */
        REFUSED
    }

    /**
     * A prompt that the broker has.
     *
     * @param recipe which of the recipes it asks for, -1 for none
     */
    record Prompt(String id, int n, int recipe, boolean wrong) {

        List<String> images() {
            return IntStream.range(0, n).mapToObj(index -> id + "/" + index).toList();
        }
    }

    private final Map<String, Prompt> prompts = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final List<String> poison = new ArrayList<>();

    void accepted(Prompt prompt) {
        prompts.put(prompt.id(), prompt);
    }

    void cancelled(String promptId) {
        cancelled.add(promptId);
    }

    /** Takes note of a record that nobody can parse, by its place. */
    synchronized void poison(String position) {
        poison.add(position);
    }

    synchronized List<String> poison() {
        return List.copyOf(poison);
    }

    List<Prompt> prompts() {
        return prompts.values().stream()
                .sorted(java.util.Comparator.comparing(Prompt::id))
                .toList();
    }

    List<String> images() {
        return prompts().stream().flatMap(prompt -> prompt.images().stream()).toList();
    }

    /** The prompt of an image, if it was asked for. */
    Optional<Prompt> promptOf(String imageId) {
        int slash = imageId.lastIndexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.ofNullable(prompts.get(imageId.substring(0, slash)))
                        .filter(prompt -> prompt.images().contains(imageId));
    }

    Expectation expectation(Prompt prompt) {
        if (prompt.wrong()) {
            return Expectation.REFUSED;
        }
        return cancelled.contains(prompt.id()) ? Expectation.CANCELLED_TOO : Expectation.MADE_OR_FAILED;
    }
}
