package io.calotype.diffusion.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rules that there are, by their short name and by diffusers' class name. */
enum Rule {
    FLOW_MATCH_EULER("flow_match_euler", "FlowMatchEulerDiscreteScheduler", true) {
        @Override
        Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing) {
            return new FlowMatchEulerScheduler(name, new FlowSigmas(config, spacing), config);
        }
    },
    EULER("euler", "EulerDiscreteScheduler", false) {
        @Override
        Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing) {
            return EulerScheduler.of(name, config, spacing);
        }
    },
    DDIM("ddim", "DDIMScheduler", false) {
        @Override
        Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing) {
            return DdimScheduler.of(name, config);
        }

        @Override
        List<SigmaSpacing> spacings() {
            return List.of(SigmaSpacing.TRAINED);
        }
    },
    DPMPP_2M("dpmpp_2m", "DPMSolverMultistepScheduler", false) {
        @Override
        Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing) {
            return DpmSolverScheduler.of(name, config, spacing);
        }
    };

    private final String shortName;
    private final String className;
    private final boolean flow;

    Rule(String shortName, String className, boolean flow) {
        this.shortName = shortName;
        this.className = className;
        this.flow = flow;
    }

    abstract Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing);

    /** Returns the spacings of noise levels that the rule can have. */
    List<SigmaSpacing> spacings() {
        return List.of(SigmaSpacing.values());
    }

    String shortName() {
        return shortName;
    }

    /**
     * Returns whether it takes a flow's velocity; the others take noise, a sample, or the velocity of
     * variance-preserving noise.
     */
    boolean isFlow() {
        return flow;
    }

    static Optional<Rule> ofClass(String className) {
        return Arrays.stream(values())
                .filter(rule -> rule.className.equals(className))
                .findFirst();
    }

    String className() {
        return className;
    }
}
