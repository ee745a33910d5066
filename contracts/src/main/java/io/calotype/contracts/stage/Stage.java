package io.calotype.contracts.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stages that an image goes through, in their order; only images that are enlarged go through the last one. */
public enum Stage {
    ENCODE,
    DENOISE,
    DECODE,
    UPSCALE;

    /** Returns the name in JSON, settings and metrics: {@code encode}, {@code denoise}, {@code decode} or {@code upscale}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the stage with a name as in JSON, if there is one. */
    public static Optional<Stage> of(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.jsonName().equals(name))
                .findFirst();
    }

    /** Returns the stage that comes after this one in every image's way, if there is one. */
    public Optional<Stage> next() {
        return switch (this) {
            case ENCODE -> Optional.of(DENOISE);
            case DENOISE -> Optional.of(DECODE);
            case DECODE, UPSCALE -> Optional.empty();
        };
    }
}
