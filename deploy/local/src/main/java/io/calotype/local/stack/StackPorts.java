package io.calotype.local.stack;

/**
 * Where a stack listens, all on 127.0.0.1; 0 takes a free port.
 *
 * @param http the first service's port; the next services take the next ones
 */
public record StackPorts(int kafka, int s3, int http) {

    /** Free ports all over. */
    public static final StackPorts FREE = new StackPorts(0, 0, 0);

    int http(int service) {
        return http == 0 ? 0 : http + service;
    }
}
