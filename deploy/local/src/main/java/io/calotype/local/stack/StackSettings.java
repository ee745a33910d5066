package io.calotype.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a stack.
 *
 * @param data the folder of its topics, objects and logs
 * @param models the packs it serves, each by services of its own
 * @param purpose what its services are started for
 * @param upscaler the pack that enlarges pictures; empty for a stack without an upscaler
 */
public record StackSettings(
        Home home, Path data, List<String> models, StackPorts ports, Purpose purpose, Optional<String> upscaler) {

    /** The pack that enlarges pictures where nobody names one. */
    public static final String UPSCALER = "rdn-2x";

    /** What the services of a stack are started for. */
    public enum Purpose {
        /** Going on until somebody ends it. */
        SERVING,
        /** A few minutes at most: a fast start counts more than speed later. */
        SHORT_RUN,
        /** Keeping their classes for faster starts. */
        RECORDING_CLASSES
    }

    /** A stack without an upscaler. */
    public StackSettings(Home home, Path data, List<String> models, StackPorts ports, Purpose purpose) {
        this(home, data, models, ports, purpose, Optional.empty());
    }

    /** A stack without an upscaler that goes on. */
    public StackSettings(Home home, Path data, List<String> models, StackPorts ports) {
        this(home, data, models, ports, Purpose.SERVING);
    }

    /** The same stack with an upscaler, or without. */
    public StackSettings withUpscaler(Optional<String> pack) {
        return new StackSettings(home, data, models, ports, purpose, pack);
    }

    /** Where logs are written. */
    public Path logs() {
        return data.resolve("logs");
    }
}
