package io.calotype.embedded.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds free ports on the loopback address. */
public final class Ports {

    private Ports() {}

    /**
     * Returns a port that is free at this moment.
     *
     * @param wanted the port to have, or 0 for any
     * @throws PortInUse when the wanted port is taken
     */
    public static int claim(int wanted) {
        try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortInUse(wanted, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + wanted, e);
        }
    }
}
