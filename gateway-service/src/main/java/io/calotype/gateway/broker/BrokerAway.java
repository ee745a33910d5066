package io.calotype.gateway.broker;

/** The broker did not acknowledge an event in time, so the request must not be reported as accepted. */
public final class BrokerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerAway(String reason) {
        super(reason);
    }

    BrokerAway(String reason, Throwable cause) {
        super(reason, cause);
    }
}
