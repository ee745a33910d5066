package io.calotype.gateway.prompt;

import jakarta.ws.rs.core.SecurityContext;

/** Who sent a request. */
public final class Caller {

    private Caller() {}

    /** The caller's name, empty where callers need none. */
    public static String name(SecurityContext security) {
        var principal = security.getUserPrincipal();
        return principal == null ? "" : principal.getName();
    }
}
