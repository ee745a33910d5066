package io.calotype.local.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a stack.
 *
 * @param data the folder of its topics, objects and logs
 * @param models the packs it serves, each by services of its own
 * @param forOneRun whether it draws one prompt's pictures and ends, so that a fast start counts more than speed later
 */
public record StackSettings(Home home, Path data, List<String> models, StackPorts ports, boolean forOneRun) {

    /** A stack that goes on. */
    public StackSettings(Home home, Path data, List<String> models, StackPorts ports) {
        this(home, data, models, ports, false);
    }

    /** Where logs are written. */
    public Path logs() {
        return data.resolve("logs");
    }
}
