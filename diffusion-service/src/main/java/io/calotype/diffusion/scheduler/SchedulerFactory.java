package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes schedulers of a pack's {@code scheduler_config.json} and the name that a request may give.
 *
 * <p>A name is a rule's short name ({@code euler}, {@code ddim}, {@code dpmpp_2m}, {@code flow_match_euler}), that with
 * the spacing of noise levels ({@code dpmpp_2m_karras}), what other programs call it ({@code euler_a}), or diffusers'
 * name of the class. Another rule than the pack's own reads the same configuration, as diffusers' {@code from_config}
 * does.
 */
public final class SchedulerFactory {
    private static final String FIELD = "scheduler";
    private static final String CLASS = "_class_name";

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
        var config = new SchedulerConfig(schedulerConfig);
        var className =
                nameOverrideOrEmpty.isEmpty() ? schedulerConfig.path(CLASS).asText() : nameOverrideOrEmpty;
        var ofClass = SchedulerType.ofClass(className, schedulerConfig);
        if (ofClass.isPresent()) {
            requireFit(ofClass.get(), schedulerConfig, className);
            return create(ofClass.get(), config, SigmaSpacing.of(config));
        }
        if (nameOverrideOrEmpty.isEmpty()) {
            throw refused("scheduler_config.json: there is no " + shown(className) + " here", schedulerConfig);
        }
        var asked = SchedulerName.parse(nameOverrideOrEmpty)
                .orElseThrow(() -> refused("there is no scheduler " + shown(nameOverrideOrEmpty), schedulerConfig));
        var rule = asked.rule();
        requireFit(rule, schedulerConfig, nameOverrideOrEmpty);
        var spacing = asked.spacing() == SigmaSpacing.TRAINED ? SigmaSpacing.of(config) : asked.spacing();
        return create(rule, rule.settled(config), spacing);
    }

    /** Returns the names that fit the pack. */
    public static List<String> names(JsonNode schedulerConfig) {
        return Stream.of(SchedulerType.values())
                .filter(rule -> rule.isFlow() == isFlow(schedulerConfig))
                .flatMap(rule -> rule.spacings().stream().map(spacing -> rule.shortName() + spacing.suffix()))
                .toList();
    }

    private static Scheduler create(SchedulerType rule, SchedulerConfig config, SigmaSpacing wanted) {
        var spacing = rule.spacings().contains(wanted) ? wanted : SigmaSpacing.TRAINED;
        return rule.create(rule.shortName() + spacing.suffix(), config, spacing);
    }

    /** A model of a flow and one of noise predict different things: with the other's rule the picture stays noise. */
    private static void requireFit(SchedulerType rule, JsonNode schedulerConfig, String name) {
        if (rule.isFlow() != isFlow(schedulerConfig)) {
            throw refused(shown(name) + " does not fit what this model predicts", schedulerConfig);
        }
    }

    private static boolean isFlow(JsonNode schedulerConfig) {
        return schedulerConfig.path(CLASS).asText().startsWith("FlowMatch")
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
