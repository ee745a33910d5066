package io.calotype.messaging.lifecycle;

import io.calotype.contracts.problem.RefusedAtStart;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The main class of every service; one that refuses its model pack logs one line and exits with code 2. */
@QuarkusMain
public final class ServiceMain {

    private static final Logger LOG = Logger.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /** Runs the service until the process is stopped. */
    public static void main(String... args) {
        Quarkus.run(null, ServiceMain::end, args);
    }

    private static void end(int exitCode, @Nullable Throwable failure) {
        if (failure == null) {
            System.exit(exitCode);
        }
        var refusal = refusal(failure);
        if (refusal == null) {
            LOG.error("the service does not start", failure);
            System.exit(exitCode);
        } else {
            LOG.errorf("the service does not start: %s", refusal.getMessage());
            System.exit(RefusedAtStart.EXIT_CODE);
        }
    }

    private static @Nullable Throwable refusal(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedAtStart) {
                return cause;
            }
        }
        return null;
    }
}
