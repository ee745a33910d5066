package io.calotype.local.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a stack.
 *
 * @param data the folder of its topics, objects and logs
 * @param models the packs it serves, each by services of its own
 */
public record StackSettings(Home home, Path data, List<String> models, StackPorts ports) {

    /** Where logs are written. */
    public Path logs() {
        return data.resolve("logs");
    }
}
