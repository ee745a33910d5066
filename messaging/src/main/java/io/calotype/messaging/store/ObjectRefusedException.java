package io.calotype.messaging.store;

/** The object store refuses one key, and will do so again, while it answers for others. */
public final class ObjectRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The refusal of a key. */
    public ObjectRefusedException(String key, Exception cause) {
        super("the object store refuses " + StoreCalls.printable(key) + " with " + Fault.describe(cause), cause);
    }
}
