package io.calotype.embedded.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds free ports. */
public final class Ports {

    private Ports() {}

    /** A port that nobody listens on at this moment on the loopback address. */
    public static int claim(int wanted) {
        return claim(InetAddress.getLoopbackAddress(), wanted);
    }

    /**
     * Returns a port that is free at this moment.
     *
     * @param address one of this machine, or the one that stands for all of them
     * @param wanted the port to have, or 0 for any
     * @throws PortInUse when the wanted port is taken
     */
    public static int claim(InetAddress address, int wanted) {
        try (var socket = new ServerSocket(wanted, 1, address)) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortInUse(wanted, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + wanted, e);
        }
    }
}
