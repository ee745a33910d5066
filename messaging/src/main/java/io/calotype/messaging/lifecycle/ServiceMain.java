package io.calotype.messaging.lifecycle;

import io.calotype.contracts.problem.RefusedAtStart;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The main class of every service.
 *
 * <p>One that refuses its model pack or a setting logs one line that names it and exits with code 2: starting again would not help.
 */
@QuarkusMain
public final class ServiceMain {

    private static final Logger LOG = Logger.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /** Runs the service until the process is stopped. */
    public static void main(String... args) {
        // Numbers in problems and logs are the same whatever the machine's language.
        Locale.setDefault(Locale.ROOT);
        try {
            ProductionCheck.early();
        } catch (WrongSetting wrong) { // the log is not there yet
            System.err.println("the service does not start: " + wrong.getMessage());
            System.exit(RefusedAtStart.EXIT_CODE);
        }
        Quarkus.run(StartedService.class, ServiceMain::end, args);
    }

    private static void end(int exitCode, @Nullable Throwable failure) {
        System.exit(failure == null ? exitCode : refuse(exitCode, failure));
    }

    private static int refuse(int exitCode, Throwable failure) {
        StartFailure.reason(failure)
                .ifPresentOrElse(
                        reason -> LOG.errorf("the service does not start: %s", reason),
                        () -> LOG.error("the service does not start", failure));
        return StartFailure.isRefusal(failure) ? RefusedAtStart.EXIT_CODE : exitCode;
    }
}
