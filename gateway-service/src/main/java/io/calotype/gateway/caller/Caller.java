package io.calotype.gateway.caller;

import java.util.function.Predicate;

/** Who sent a request, and so whose what it asks for is. */
public final class Caller {

    private final String name;
    private final String source;
    private final boolean ownsAll;
    private final Predicate<String> owns;

    private Caller(String name, String source, boolean ownsAll, Predicate<String> owns) {
        this.name = name;
        this.source = source;
        this.ownsAll = ownsAll;
        this.owns = owns;
    }

    /**
     * Makes a caller with a name.
     *
     * @param source the CloudEvents source of what it asks for
     * @param owns tells of a prompt's source whether the caller may see and change what belongs to it
     */
    static Caller named(String name, String source, Predicate<String> owns) {
        return new Caller(name, source, false, owns);
    }

    /** Makes the caller that everybody is where nobody needs a name. */
    static Caller everybody(String name, String source) {
        return new Caller(name, source, true, any -> true);
    }

    /** Returns the caller's name, empty where callers need none. */
    public String name() {
        return name;
    }

    /** Returns the CloudEvents source of what the caller asks for. */
    public String source() {
        return source;
    }

    /** Tells whether the caller may see and change what belongs to the sender of prompts with that source. */
    public boolean owns(String promptSource) {
        return owns.test(promptSource);
    }

    /** Tells whether there is nothing that the caller does not own, known or not. */
    public boolean ownsAll() {
        return ownsAll;
    }
}
