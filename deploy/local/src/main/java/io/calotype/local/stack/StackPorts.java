package io.calotype.local.stack;

import java.util.OptionalInt;

/**
 * Where a stack listens, all on 127.0.0.1; 0 takes a free port.
 *
 * @param http the first stage's port; the next stages take the next ones
 * @param gateway the gateway's port; without one there is no gateway
 */
public record StackPorts(int kafka, int s3, int http, OptionalInt gateway) {

    /** Free ports all over, and no gateway. */
    public static final StackPorts FREE = new StackPorts(0, 0, 0, OptionalInt.empty());

    int http(int service) {
        return http == 0 ? 0 : http + service;
    }
}
