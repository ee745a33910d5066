package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of noise schedules that a prompt may give, beside those that other programs have for the same. */
public final class SchedulerNames {
    private static final List<String> FLOW_SPACED = List.of("flow_match_euler");
    private static final List<String> FLOW_OTHERS = List.of("flow_match_heun");
    private static final List<String> NOISE_SPACED = List.of(
            "euler",
            "euler_ancestral",
            "heun",
            "dpm2",
            "dpm2_ancestral",
            "lms",
            "dpmpp_2m",
            "dpmpp_2m_sde",
            "dpmpp_2m_sde_heun",
            "dpmpp_3m",
            "dpmpp_3m_sde",
            "dpmpp_sde",
            "unipc");
    private static final List<String> NOISE_OTHERS = List.of("ddim", "ddpm", "pndm", "lcm", "tcd");
    private static final List<String> SPACINGS = List.of("", "_karras", "_exponential", "_beta");

    /** Other programs' names have spaces and signs: {@code DPM++ 2M Karras}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 +./_-]{0,63}");

    private SchedulerNames() {}

    /** Returns a text that can be a scheduler's name, of ours or of another program. */
    public static String require(String name) {
        if (!NAME.matcher(name).matches()) {
            var detail = "scheduler must be 1 to " + Limits.MAX_NAME_LENGTH
                    + " letters, digits, spaces or + . / _ - and begin with a letter or digit";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "scheduler", detail);
        }
        return name;
    }

    /** Returns the names that fit a model of a flow, or else one of noise. */
    public static List<String> fitting(boolean flow) {
        var spaced = (flow ? FLOW_SPACED : NOISE_SPACED)
                .stream().flatMap(name -> SPACINGS.stream().map(spacing -> name + spacing));
        var others = (flow ? FLOW_OTHERS : NOISE_OTHERS).stream();
        return Stream.concat(spaced, others).toList();
    }
}
