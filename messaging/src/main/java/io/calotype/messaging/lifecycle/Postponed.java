package io.calotype.messaging.lifecycle;

/** Work that cannot go on now, such as while the object store does not answer; the same process begins it again later. */
public final class Postponed extends GivenBack {
    private static final long serialVersionUID = 1L;

    /** Says what it waits for. */
    public Postponed(String what, Throwable lastFailure) {
        super(what, lastFailure);
    }
}
