package io.calotype.messaging.lifecycle;

/** Work abandoned because the process stops: the record is not acknowledged and will be read again. */
public class GivenBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the abandoned work. */
    public GivenBack(String what) {
        super(what);
    }

    /** Names the abandoned work and its last failure. */
    public GivenBack(String what, Throwable lastFailure) {
        super(what, lastFailure);
    }
}
