package io.calotype.encoder.config;

/** What becomes of a prompt about which the policy service gives no answer. */
public enum Undecided {
    /** It is drawn. */
    ALLOW,
    /** It fails. */
    REFUSE
}
