package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes schedulers of a pack's {@code scheduler_config.json} and the name that a request may give.
 *
 * <p>A name is a rule's short name ({@code euler}, {@code ddim}, {@code dpmpp_2m}, {@code flow_match_euler}), that with
 * the spacing of noise levels ({@code dpmpp_2m_karras}), or diffusers' name of the class. Another rule than the pack's
 * own reads the same configuration, as diffusers' {@code from_config} does.
 */
public final class SchedulerFactory {
    private static final String FIELD = "scheduler";

    private SchedulerFactory() {}

    /**
     * Makes a scheduler; it is worth keeping, since it shares its tables between images.
     *
     * @param schedulerConfig the parsed {@code scheduler_config.json}
     * @param nameOverrideOrEmpty the request's name, empty for the pack's own
     * @throws Refusal UNSUPPORTED if there is no such scheduler, it does not fit what the model predicts, or a key asks
     *     for what is not built
     */
    public static Scheduler create(JsonNode schedulerConfig, String nameOverrideOrEmpty) {
        if (nameOverrideOrEmpty.isEmpty()) {
            return create(own(schedulerConfig), schedulerConfig, Optional.empty());
        }
        for (var rule : Rule.values()) {
            var spacing = match(rule, nameOverrideOrEmpty);
            if (spacing.isPresent()) {
                requireFit(rule, schedulerConfig, nameOverrideOrEmpty);
                return create(rule, schedulerConfig, spacing.filter(s -> s != SigmaSpacing.TRAINED));
            }
        }
        throw refused("there is no scheduler " + shown(nameOverrideOrEmpty), schedulerConfig);
    }

    /** Returns the names that fit the pack. */
    public static List<String> names(JsonNode schedulerConfig) {
        return Stream.of(Rule.values())
                .filter(rule -> rule.isFlow() == isFlow(schedulerConfig))
                .flatMap(rule -> rule.spacings().stream().map(spacing -> rule.shortName() + spacing.suffix()))
                .toList();
    }

    private static Scheduler create(Rule rule, JsonNode json, Optional<SigmaSpacing> asked) {
        var config = new SchedulerConfig(json);
        var spacing = asked.or(() -> Optional.of(SigmaSpacing.of(config)))
                .filter(rule.spacings()::contains)
                .orElse(SigmaSpacing.TRAINED);
        return rule.create(rule.shortName() + spacing.suffix(), config, spacing);
    }

    private static Rule own(JsonNode schedulerConfig) {
        var className = schedulerConfig.path("_class_name").asText();
        var rule = Rule.ofClass(className)
                .orElseThrow(() ->
                        refused("scheduler_config.json: there is no " + shown(className) + " here", schedulerConfig));
        requireFit(rule, schedulerConfig, className);
        return rule;
    }

    /** Returns the spacing that the name asks for, TRAINED if it leaves that to the configuration. */
    private static Optional<SigmaSpacing> match(Rule rule, String name) {
        return name.equals(rule.className())
                ? Optional.of(SigmaSpacing.TRAINED)
                : rule.spacings().stream()
                        .filter(spacing -> name.equals(rule.shortName() + spacing.suffix()))
                        .findFirst();
    }

    /** A model of a flow and one of noise predict different things: with the other's rule the picture stays noise. */
    private static void requireFit(Rule rule, JsonNode schedulerConfig, String name) {
        if (rule.isFlow() != isFlow(schedulerConfig)) {
            throw refused(shown(name) + " does not fit what this model predicts", schedulerConfig);
        }
    }

    private static boolean isFlow(JsonNode schedulerConfig) {
        return schedulerConfig.path("_class_name").asText().startsWith("FlowMatch")
                || schedulerConfig.path("prediction_type").asText().equals("flow_prediction");
    }

    private static Refusal refused(String what, JsonNode schedulerConfig) {
        return Refusal.of(
                ProblemType.UNSUPPORTED, FIELD, what + "; for this model there are " + names(schedulerConfig));
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "..." : name;
    }
}
