package io.calotype.embedded.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the embedded servers to warnings: at INFO each lists its whole configuration and every partition's way of life. */
public final class ServerLogs {

    private static final List<Logger> CHATTY = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("org.gaul"));

    private ServerLogs() {}

    /** Raises the level of loggers that nobody has set one for; needs a logging binding that is java.util.logging's. */
    public static void quieten() {
        CHATTY.stream().filter(logger -> logger.getLevel() == null).forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
