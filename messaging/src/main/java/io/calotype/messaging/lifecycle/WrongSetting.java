package io.calotype.messaging.lifecycle;

import io.calotype.contracts.problem.RefusedAtStart;

/** A setting that a service cannot start with; the message names it. */
public final class WrongSetting extends RuntimeException implements RefusedAtStart {
    private static final long serialVersionUID = 1L;

    /** A setting by its name, and what is wrong with it; secrets are not repeated. */
    public WrongSetting(String name, String fault) {
        super(name + " " + fault);
    }
}
