package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SigmaSpacing;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A name that asks for a rule and, if it says so, for a spacing of noise levels.
 *
 * <p>Beside the rules' short names those that other programs have for the same are understood: of k-diffusion and A1111
 * ({@code euler_a}, {@code dpm2_a}, {@code k_lms}, {@code plms}), and of ComfyUI ({@code dpm_2_ancestral},
 * {@code uni_pc}, {@code dpmpp_2m_sde_gpu}); capitals and hyphens do not matter.
 *
 * @param spacing TRAINED where the name leaves it to the configuration
 */
record SchedulerName(SchedulerType rule, SigmaSpacing spacing) {
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("euler_a", "euler_ancestral"),
            Map.entry("dpm_2", "dpm2"),
            Map.entry("dpm2_a", "dpm2_ancestral"),
            Map.entry("dpm_2_a", "dpm2_ancestral"),
            Map.entry("dpm_2_ancestral", "dpm2_ancestral"),
            Map.entry("plms", "pndm"),
            Map.entry("dpmpp", "dpmpp_2m"),
            Map.entry("uni_pc", "unipc"),
            Map.entry("uni_pc_bh2", "unipc"));
    private static final String K_DIFFUSION = "k_";
    private static final String ON_GPU = "_gpu";

    static Optional<SchedulerName> parse(String text) {
        var name = text.toLowerCase(Locale.ROOT).replace('-', '_');
        for (var spacing : SigmaSpacing.values()) {
            if (spacing != SigmaSpacing.TRAINED && name.endsWith(spacing.suffix())) {
                var base = name.substring(0, name.length() - spacing.suffix().length());
                return rule(base)
                        .filter(rule -> rule.spacings().contains(spacing))
                        .map(rule -> new SchedulerName(rule, spacing));
            }
        }
        return rule(name).map(rule -> new SchedulerName(rule, SigmaSpacing.TRAINED));
    }

    private static Optional<SchedulerType> rule(String name) {
        var plain = name.startsWith(K_DIFFUSION) ? name.substring(K_DIFFUSION.length()) : name;
        plain = plain.endsWith(ON_GPU) ? plain.substring(0, plain.length() - ON_GPU.length()) : plain;
        return SchedulerType.ofShortName(OTHER_NAMES.getOrDefault(plain, plain));
    }
}
