package io.calotype.local.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a stack.
 *
 * @param data the folder of its topics, objects and logs
 * @param models the packs it serves, each by services of its own
 * @param purpose what its services are started for
 */
public record StackSettings(Home home, Path data, List<String> models, StackPorts ports, Purpose purpose) {

    /** What the services of a stack are started for. */
    public enum Purpose {
        /** Going on until somebody ends it. */
        SERVING,
        /** A few minutes at most: a fast start counts more than speed later. */
        SHORT_RUN,
        /** Keeping their classes for faster starts. */
        RECORDING_CLASSES
    }

    /** A stack that goes on. */
    public StackSettings(Home home, Path data, List<String> models, StackPorts ports) {
        this(home, data, models, ports, Purpose.SERVING);
    }

    /** Where logs are written. */
    public Path logs() {
        return data.resolve("logs");
    }
}
