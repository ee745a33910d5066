package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.schedule.FlowSigmas;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.inference.family.NoiseLevels;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes schedulers of a pack's {@code scheduler_config.json} and the name that a request may give.
 *
 * <p>A name is a scheduler's short name ({@code euler}, {@code ddim}, {@code dpmpp_2m}, {@code flow_match_euler}), that
 * with a spacing ({@code dpmpp_2m_karras}, {@code euler_trailing}), what other programs call it ({@code Euler a}), or
 * diffusers' name of the class. Another scheduler than the pack's own reads the same configuration, as diffusers'
 * {@code from_config} does.
 */
public final class SchedulerFactory {
    private static final String FIELD = "scheduler";
    private static final String CLASS = "_class_name";

    private SchedulerFactory() {}

    /** Returns a pack's configuration with the noise levels that its family's pipeline gives the scheduler. */
    public static JsonNode withLevels(JsonNode schedulerConfig, NoiseLevels levels) {
        if (levels == NoiseLevels.OF_SCHEDULER || !(schedulerConfig instanceof ObjectNode object)) {
            return schedulerConfig;
        }
        var even = object.deepCopy().put(FlowSigmas.EVEN, true);
        return levels == NoiseLevels.EVEN_BY_STEPS ? even.put(FlowSigmas.SHIFT_BY_STEPS, true) : even;
    }

    /**
     * Makes a scheduler; it is worth keeping by its {@link #canonical} name, since it shares its tables between images.
     *
     * @param schedulerConfig the parsed {@code scheduler_config.json}
     * @param nameOrEmpty the request's name, empty for the pack's own
     * @throws Refusal UNSUPPORTED if there is no such scheduler, it does not fit what the model predicts, or a key asks
     *     for what is not built
     */
    public static Scheduler create(JsonNode schedulerConfig, String nameOrEmpty) {
        var config = new SchedulerConfig(schedulerConfig);
        var className = nameOrEmpty.isEmpty() ? schedulerConfig.path(CLASS).asText() : nameOrEmpty;
        var ofClass = SchedulerType.ofClass(className, schedulerConfig);
        if (ofClass.isPresent()) {
            var type = ofClass.get();
            requireFit(type, schedulerConfig, className);
            var spacing = type.spacing(config);
            return type.create(type.shortName() + spacing.suffix(), config, spacing);
        }
        if (nameOrEmpty.isEmpty()) {
            throw refused("scheduler_config.json: there is no " + shown(className) + " here", schedulerConfig);
        }
        var asked = parse(schedulerConfig, nameOrEmpty);
        var type = asked.type();
        requireFit(type, schedulerConfig, nameOrEmpty);
        var spacing = asked.levels() == SigmaSpacing.TRAINED ? type.spacing(config) : asked.levels();
        return type.create(asked.with(spacing).canonical(), asked.settle(config), spacing);
    }

    /**
     * Returns the canonical name of a scheduler; the pack's own has the empty one.
     *
     * @throws Refusal UNSUPPORTED if there is no such scheduler
     */
    public static String canonical(JsonNode schedulerConfig, String nameOrEmpty) {
        return nameOrEmpty.isEmpty()
                ? nameOrEmpty
                : SchedulerType.ofClass(nameOrEmpty, schedulerConfig)
                        .map(SchedulerType::className)
                        .orElseGet(() -> parse(schedulerConfig, nameOrEmpty).canonical());
    }

    /** Returns the names that fit the pack. */
    public static List<String> names(JsonNode schedulerConfig) {
        return Stream.of(SchedulerType.values())
                .filter(type -> type.isFlow() == isFlow(schedulerConfig))
                .flatMap(type -> type.spacings().stream().map(spacing -> type.shortName() + spacing.suffix()))
                .toList();
    }

    private static SchedulerName parse(JsonNode schedulerConfig, String name) {
        return SchedulerName.parse(name).orElseThrow(() -> {
            var close = CloseNames.of(name, names(schedulerConfig));
            var hint = close.isEmpty() ? "" : "; close are " + String.join(", ", close);
            return refused("there is no scheduler " + shown(name) + hint, schedulerConfig);
        });
    }

    /** A model of a flow and one of noise predict different things: with the other's scheduler the picture stays noise. */
    private static void requireFit(SchedulerType type, JsonNode schedulerConfig, String name) {
        if (type.isFlow() != isFlow(schedulerConfig)) {
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
