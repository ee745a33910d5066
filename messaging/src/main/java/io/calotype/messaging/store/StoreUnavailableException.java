package io.calotype.messaging.store;

/** One call to the object store got no usable answer. */
final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String key, Exception cause) {
        super("no answer for key " + key + ": " + cause, cause);
    }
}
