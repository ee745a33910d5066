package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The schedulers that there are, by their short name and by diffusers' class name. */
@SuppressWarnings("ImmutableEnumChecker") // the makers are static methods
enum SchedulerType {
    FLOW_MATCH_EULER("flow_match_euler", "FlowMatchEulerDiscreteScheduler", FlowMatchEulerScheduler::of),
    FLOW_MATCH_HEUN("flow_match_heun", "FlowMatchHeunDiscreteScheduler", FlowMatchHeunScheduler::of),
    EULER("euler", "EulerDiscreteScheduler", EulerScheduler::of),
    EULER_ANCESTRAL("euler_ancestral", "EulerAncestralDiscreteScheduler", EulerAncestralScheduler::of),
    HEUN("heun", "HeunDiscreteScheduler", withLatentBetas(HeunScheduler::of)),
    DPM2("dpm2", "KDPM2DiscreteScheduler", withLatentBetas(Dpm2Scheduler::of)),
    DPM2_ANCESTRAL("dpm2_ancestral", "KDPM2AncestralDiscreteScheduler", withLatentBetas(Dpm2Scheduler::ancestral)),
    LMS("lms", "LMSDiscreteScheduler", LmsScheduler::of),
    DDIM("ddim", "DDIMScheduler", DdimScheduler::of),
    DDPM("ddpm", "DDPMScheduler", DdpmScheduler::of),
    PNDM("pndm", "PNDMScheduler", PndmScheduler::of),
    DPMPP_2M("dpmpp_2m", DpmSolverScheduler.CLASS, DpmSolverScheduler::of) {
        @Override
        SchedulerConfig settled(SchedulerConfig config) {
            return DpmSolverScheduler.settle(config, 2, false);
        }
    },
    DPMPP_2M_SDE("dpmpp_2m_sde", DpmSolverScheduler.CLASS, DpmSolverScheduler::of) {
        @Override
        SchedulerConfig settled(SchedulerConfig config) {
            return DpmSolverScheduler.settle(config, 2, true);
        }
    },
    DPMPP_2M_SDE_HEUN("dpmpp_2m_sde_heun", DpmSolverScheduler.CLASS, DpmSolverScheduler::of) {
        @Override
        SchedulerConfig settled(SchedulerConfig config) {
            return DPMPP_2M_SDE.settled(config).with("solver_type", "heun");
        }
    },
    DPMPP_3M("dpmpp_3m", DpmSolverScheduler.CLASS, DpmSolverScheduler::of) {
        @Override
        SchedulerConfig settled(SchedulerConfig config) {
            return DpmSolverScheduler.settle(config, 3, false);
        }
    },
    DPMPP_3M_SDE("dpmpp_3m_sde", DpmSolverScheduler.CLASS, DpmSolverScheduler::of) {
        @Override
        SchedulerConfig settled(SchedulerConfig config) {
            return DpmSolverScheduler.settle(config, 3, true);
        }
    },
    DPMPP_SDE("dpmpp_sde", "DPMSolverSDEScheduler", withLatentBetas(DpmSdeScheduler::of)),
    UNIPC("unipc", "UniPCMultistepScheduler", UniPcScheduler::of),
    LCM("lcm", "LCMScheduler", (name, config) -> LcmScheduler.of(name, scaledBetas(config))),
    TCD("tcd", "TCDScheduler", (name, config) -> TcdScheduler.of(name, scaledBetas(config)));

    private final String shortName;
    private final String className;
    private final Spaced maker;
    private final boolean spaced;

    /** A scheduler whose noise levels can have every spacing. */
    SchedulerType(String shortName, String className, Spaced maker) {
        this.shortName = shortName;
        this.className = className;
        this.maker = maker;
        this.spaced = true;
    }

    /** A scheduler whose noise levels are those of its timesteps. */
    SchedulerType(String shortName, String className, Unspaced maker) {
        this.shortName = shortName;
        this.className = className;
        this.maker = (name, config, spacing) -> maker.make(name, config);
        this.spaced = false;
    }

    /** Makes a scheduler. */
    @FunctionalInterface
    interface Spaced {
        Scheduler make(String name, SchedulerConfig config, SigmaSpacing spacing);
    }

    /** Makes a scheduler without a choice of noise levels. */
    @FunctionalInterface
    interface Unspaced {
        Scheduler make(String name, SchedulerConfig config);
    }

    Scheduler create(String name, SchedulerConfig config, SigmaSpacing spacing) {
        return maker.make(name, config, spacing);
    }

    /** Returns the pack's configuration, overridden by the short name. */
    SchedulerConfig settled(SchedulerConfig config) {
        return config;
    }

    /** Returns the spacings of noise levels that a name can have. */
    List<SigmaSpacing> spacings() {
        return spaced ? List.of(SigmaSpacing.values()) : List.of(SigmaSpacing.TRAINED);
    }

    /** Returns the spacing of noise levels that the configuration asks for, as far as diffusers' class reads it. */
    SigmaSpacing spacing(SchedulerConfig config) {
        var wanted = SigmaSpacing.of(config);
        return spaced && this != EULER_ANCESTRAL ? wanted : SigmaSpacing.TRAINED;
    }

    /** Returns whether its timesteps can be spaced in several ways. */
    boolean spacesTimesteps() {
        return !isFlow() && this != LCM && this != TCD;
    }

    String shortName() {
        return shortName;
    }

    String className() {
        return className;
    }

    /**
     * Returns whether it takes a flow's velocity; the others take noise, a sample, or the velocity of
     * variance-preserving noise.
     */
    boolean isFlow() {
        return this == FLOW_MATCH_EULER || this == FLOW_MATCH_HEUN;
    }

    /** Returns the type of a class of diffusers, in any case; where several are of one class, the configuration chooses. */
    static Optional<SchedulerType> ofClass(String className, JsonNode config) {
        if (className.equalsIgnoreCase(DpmSolverScheduler.CLASS)) {
            boolean third = config.path("solver_order").asInt() == 3;
            boolean sde = config.path("algorithm_type").asText().startsWith("sde-");
            return Optional.of(third ? (sde ? DPMPP_3M_SDE : DPMPP_3M) : (sde ? DPMPP_2M_SDE : DPMPP_2M));
        }
        return Arrays.stream(values())
                .filter(type -> type.className.equalsIgnoreCase(className))
                .findFirst();
    }

    /** Some classes of diffusers have other defaults than the rest. */
    private static Spaced withLatentBetas(Spaced maker) {
        return (name, config, spacing) -> maker.make(name, latentBetas(config), spacing);
    }

    private static SchedulerConfig latentBetas(SchedulerConfig config) {
        return config.with("beta_start", config.number("beta_start", 0.00085))
                .with("beta_end", config.number("beta_end", 0.012));
    }

    private static SchedulerConfig scaledBetas(SchedulerConfig config) {
        return latentBetas(config).with("beta_schedule", config.text("beta_schedule", "scaled_linear"));
    }
}
