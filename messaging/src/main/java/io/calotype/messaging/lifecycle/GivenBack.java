package io.calotype.messaging.lifecycle;

/** Work that was given up because the process stops: the record is not acknowledged and comes again. */
public final class GivenBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was given up. */
    public GivenBack(String what) {
        super(what);
    }

    /** Says what was given up, and what it last waited for. */
    public GivenBack(String what, Throwable lastFailure) {
        super(what, lastFailure);
    }
}
