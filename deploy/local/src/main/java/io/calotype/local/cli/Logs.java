package io.calotype.local.cli;

import io.calotype.embedded.log.ServerLogs;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Where the log of this process goes: nowhere, or to the stack's folder; never to the terminal. */
final class Logs {

    private static final String FORMAT = "%1$tF %1$tT.%1$tL %4$-7s [%3$s] %5$s%6$s%n";
    private static final int MAX_BYTES = 10 << 20;
    private static final Logger ROOT = Logger.getLogger("");

    private Logs() {}

    /** Instead of a stack trace on the terminal: whoever needs the disk says what is wrong with it. */
    private static final class Silence extends ErrorManager {

        @Override
        public void error(@Nullable String message, @Nullable Exception cause, int code) {
            // The log is the least that is lost.
        }
    }

    static void off() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ServerLogs.quieten();
    }

    /** Writes {@code stack.log} into the folder from now on. */
    static void to(Path folder) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        try {
            Files.createDirectories(folder);
            var handler = new FileHandler(folder.resolve("stack.log").toString(), MAX_BYTES, 1, true);
            handler.setFormatter(new SimpleFormatter());
            handler.setErrorManager(new Silence());
            ROOT.addHandler(handler);
        } catch (IOException e) {
            throw new LocalFailure("Cannot write the log in " + folder, e);
        }
    }
}
