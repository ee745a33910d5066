package io.calotype.embedded.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds free ports. */
public final class Ports {

    private static final int TRIES = 100;

    /** A port is free again until its user listens, and must not go to two. */
    private static final GivenPorts GIVEN = GivenPorts.open();

    private Ports() {}

    /** A port that nobody listens on at this moment on the loopback address. */
    public static int claim(int wanted) {
        return claim(InetAddress.getLoopbackAddress(), wanted);
    }

    /**
     * Returns a port that is free at this moment; any port is given once by all processes of this user, while there are others.
     *
     * @param address one of this machine, or the one that stands for all of them
     * @param wanted the port to have, or 0 for any
     * @throws PortInUse when the wanted port is taken
     */
    public static int claim(InetAddress address, int wanted) {
        int port = free(address, wanted);
        for (int i = 0; i < TRIES && wanted == 0 && !GIVEN.add(port); i++) {
            port = free(address, wanted);
        }
        return port;
    }

    private static int free(InetAddress address, int wanted) {
        try (var socket = new ServerSocket(wanted, 1, address)) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortInUse(wanted, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + wanted, e);
        }
    }
}
