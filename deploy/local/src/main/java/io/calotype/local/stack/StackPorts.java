package io.calotype.local.stack;

import java.util.Optional;

/**
 * Where a stack listens, all but the gateway on 127.0.0.1; 0 takes a free port.
 *
 * @param http the first stage's port; the next stages take the next ones
 * @param gateway where the gateway listens; empty where there is none
 */
public record StackPorts(int kafka, int s3, int http, Optional<Listener> gateway) {

    /** Free ports all over, and no gateway. */
    public static final StackPorts FREE = new StackPorts(0, 0, 0, Optional.empty());

    int http(int service) {
        return http == 0 ? 0 : http + service;
    }
}
