package io.calotype.messaging.store;

/** A stored object is larger than its reader allows. */
public final class ObjectTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ObjectTooLargeException(String key, long size, long limit) {
        super("object " + key + " has " + size + " bytes, the limit is " + limit);
    }
}
