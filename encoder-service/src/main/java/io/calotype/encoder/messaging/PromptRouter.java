package io.calotype.encoder.messaging;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pack's encoders a prompt is for.
 *
 * @param own the pack of this process
 * @param fallback the pack of prompts on {@code calotype.prompts} that name none
 * @param known all packs of the deployment
 * @param replaced packs whose prompts are for another pack, by its name
 */
record PromptRouter(String own, String fallback, SortedSet<String> known, Map<String, String> replaced) {

    PromptRouter {
        known = new TreeSet<>(known);
        known.add(own);
        known.add(fallback);
        known.addAll(replaced.keySet());
        known.addAll(replaced.values());
        replaced = Map.copyOf(replaced);
    }

    /**
     * Returns the other pack that a prompt is for, or nothing if it is this process's own.
     *
     * @param model the name that the prompt gives, if any
     * @param topic the prompt's topic
     * @throws Refusal UNKNOWN_MODEL that lists the known ones
     */
    Optional<String> elsewhere(@Nullable String model, String topic) {
        var byDefault = topic.equals(Topics.PROMPTS) ? fallback : own;
        var named = model == null ? byDefault : model;
        if (!known.contains(named)) {
            var detail = "model is " + named + "; it must be one of " + String.join(", ", known);
            throw Refusal.of(ProblemType.UNKNOWN_MODEL, "model", detail);
        }
        var pack = replaced.getOrDefault(named, named);
        return Optional.of(pack).filter(other -> !other.equals(own));
    }
}
