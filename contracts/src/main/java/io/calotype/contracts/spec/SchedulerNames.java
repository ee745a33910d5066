package io.calotype.contracts.spec;

import java.util.List;
import java.util.stream.Stream;

/** The names of noise schedules that a prompt may give, beside those that other programs have for the same. */
public final class SchedulerNames {
    private static final List<String> FLOW_SPACED = List.of("flow_match_euler");
    private static final List<String> FLOW_OTHERS = List.of("flow_match_heun");
    private static final List<String> NOISE_SPACED = List.of(
            "euler",
            "heun",
            "dpm2",
            "dpm2_ancestral",
            "lms",
            "dpmpp_2m",
            "dpmpp_2m_sde",
            "dpmpp_3m",
            "dpmpp_3m_sde",
            "dpmpp_sde",
            "unipc");
    private static final List<String> NOISE_OTHERS = List.of("euler_ancestral", "ddim", "ddpm", "pndm", "lcm", "tcd");
    private static final List<String> SPACINGS = List.of("", "_karras", "_exponential", "_beta");

    private SchedulerNames() {}

    /** Returns the names that fit a model of a flow, or else one of noise. */
    public static List<String> fitting(boolean flow) {
        var spaced = (flow ? FLOW_SPACED : NOISE_SPACED)
                .stream().flatMap(name -> SPACINGS.stream().map(spacing -> name + spacing));
        var others = (flow ? FLOW_OTHERS : NOISE_OTHERS).stream();
        return Stream.concat(spaced, others).toList();
    }
}
