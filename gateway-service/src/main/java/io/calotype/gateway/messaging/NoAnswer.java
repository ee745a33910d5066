package io.calotype.gateway.messaging;

/** Nobody answered a question in time, or too many wait for their answers. */
public final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String reason) {
        super(reason);
    }
}
