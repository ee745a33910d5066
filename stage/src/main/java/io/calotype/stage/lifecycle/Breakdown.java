package io.calotype.stage.lifecycle;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The end of a process in which something broke that only a new process mends; whoever watches it starts it anew. */
@ApplicationScoped
public class Breakdown {

    private static final Logger LOG = Logger.getLogger(Breakdown.class);
    private static final int EXIT_CODE = 1;

    private volatile boolean happened;

    /** Ends the process, which gives back what is under way. */
    public void end(String what) {
        LOG.errorf("%s; the process ends", what);
        happened = true;
        Quarkus.asyncExit(EXIT_CODE);
    }

    /** Whether the process ends because something broke. */
    public boolean happened() {
        return happened;
    }
}
