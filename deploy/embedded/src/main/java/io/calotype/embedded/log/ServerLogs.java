package io.calotype.embedded.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Limits the embedded servers to warnings: at INFO each logs its whole configuration and every partition's life cycle. */
public final class ServerLogs {

    private static final List<Logger> CHATTY = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("org.gaul"));

    private ServerLogs() {}

    /** Raises the level of loggers that have none; needs a logging binding to java.util.logging. */
    public static void quieten() {
        CHATTY.stream().filter(logger -> logger.getLevel() == null).forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
