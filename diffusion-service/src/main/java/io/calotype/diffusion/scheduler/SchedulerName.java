package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.TimestepSpacing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A name of a type of scheduler, with an optional spacing of noise levels or timesteps.
 *
 * <p>The names of other programs are understood too: A1111's in its list, its API and its PNG texts ({@code Euler a},
 * {@code DPM++ 2M Karras}, {@code k_dpm_2_a_ka}), and ComfyUI's, alone or with its name of the spacing
 * ({@code dpmpp_2m + karras}). Only letters and digits count, in any case; {@code ++} is {@code pp}.
 *
 * @param levels TRAINED where the name leaves them to the configuration
 * @param timesteps empty where the name leaves them to the configuration, or the type has timesteps of its own
 */
record SchedulerName(SchedulerType type, SigmaSpacing levels, Optional<TimestepSpacing> timesteps) {
    private static final Map<String, SchedulerType> OTHER_NAMES = Map.ofEntries(
            Map.entry("eulera", SchedulerType.EULER_ANCESTRAL),
            Map.entry("dpm2a", SchedulerType.DPM2_ANCESTRAL),
            Map.entry("dpmpp", SchedulerType.DPMPP_2M),
            Map.entry("plms", SchedulerType.PNDM),
            Map.entry("unipcbh2", SchedulerType.UNIPC));
    private static final Map<String, SigmaSpacing> LEVELS = Map.of(
            "karras", SigmaSpacing.KARRAS,
            "ka", SigmaSpacing.KARRAS,
            "exponential", SigmaSpacing.EXPONENTIAL,
            "exp", SigmaSpacing.EXPONENTIAL,
            "beta", SigmaSpacing.BETA);
    /** What diffusers' documentation takes for ComfyUI's and A1111's spacings. */
    private static final Map<String, TimestepSpacing> TIMESTEPS = Map.of(
            "sgmuniform", TimestepSpacing.TRAILING,
            "simple", TimestepSpacing.TRAILING,
            "trailing", TimestepSpacing.TRAILING,
            "ddimuniform", TimestepSpacing.LEADING,
            "leading", TimestepSpacing.LEADING,
            "normal", TimestepSpacing.LINSPACE,
            "uniform", TimestepSpacing.LINSPACE,
            "linspace", TimestepSpacing.LINSPACE);

    private static final String PACKS_OWN = "automatic";
    private static final String K_DIFFUSION = "k";
    private static final String ON_GPU = "gpu";

    /** Reads a name; empty if there is no such scheduler, or it cannot be spaced like that. */
    static Optional<SchedulerName> parse(String text) {
        var name = squeezed(text);
        return type(name)
                .map(type -> new SchedulerName(type, SigmaSpacing.TRAINED, Optional.empty()))
                .or(() -> before(name, PACKS_OWN).flatMap(SchedulerName::parse))
                .or(() -> withLevels(name))
                .or(() -> withTimesteps(name));
    }

    /** Returns the letters and digits in lower case. */
    static String squeezed(String text) {
        return text.toLowerCase(Locale.ROOT).replace("++", "pp").replaceAll("[^a-z0-9]", "");
    }

    /** Returns the name that this program has for it. */
    String canonical() {
        return type.shortName()
                + levels.suffix()
                + timesteps.map(TimestepSpacing::suffix).orElse("");
    }

    /** Returns the same with its noise levels settled. */
    SchedulerName with(SigmaSpacing settled) {
        return new SchedulerName(type, settled, timesteps);
    }

    /** Returns the pack's configuration, overridden by the name. */
    SchedulerConfig settle(SchedulerConfig config) {
        var settled = type.settled(config);
        return timesteps.map(spacing -> spacing.in(settled)).orElse(settled);
    }

    private static Optional<SchedulerName> withLevels(String name) {
        return LEVELS.entrySet().stream()
                .flatMap(spacing -> before(name, spacing.getKey())
                        .flatMap(SchedulerName::type)
                        .filter(type -> type.spacings().contains(spacing.getValue()))
                        .map(type -> new SchedulerName(type, spacing.getValue(), Optional.empty()))
                        .stream())
                .findAny();
    }

    private static Optional<SchedulerName> withTimesteps(String name) {
        return TIMESTEPS.entrySet().stream()
                .flatMap(spacing -> before(name, spacing.getKey())
                        .flatMap(SchedulerName::type)
                        .map(type -> new SchedulerName(
                                type,
                                SigmaSpacing.TRAINED,
                                Optional.of(spacing.getValue()).filter(value -> type.spacesTimesteps())))
                        .stream())
                .findAny();
    }

    private static Optional<String> before(String name, String suffix) {
        return name.endsWith(suffix)
                ? Optional.of(name.substring(0, name.length() - suffix.length()))
                : Optional.empty();
    }

    private static Optional<SchedulerType> type(String name) {
        var plain = name.startsWith(K_DIFFUSION) ? name.substring(K_DIFFUSION.length()) : name;
        var base = before(plain, ON_GPU).orElse(plain);
        return Optional.ofNullable(OTHER_NAMES.get(base)).or(() -> Arrays.stream(SchedulerType.values())
                .filter(type -> squeezed(type.shortName()).equals(base))
                .findFirst());
    }
}
