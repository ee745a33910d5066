package io.calotype.stage.lifecycle;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ends a process after an error that only a restart can fix; its supervisor restarts it. */
@ApplicationScoped
public class Breakdown {

    private static final Logger LOG = Logger.getLogger(Breakdown.class);
    private static final int EXIT_CODE = 1;

    private volatile boolean happened;

    /** Ends the process, abandoning running work. */
    public void end(String what) {
        LOG.errorf("%s; the process ends", what);
        happened = true;
        Quarkus.asyncExit(EXIT_CODE);
    }

    /** Whether the process ends because of an error. */
    public boolean happened() {
        return happened;
    }
}
