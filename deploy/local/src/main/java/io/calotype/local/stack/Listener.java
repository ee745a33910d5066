package io.calotype.local.stack;

import io.calotype.embedded.port.Ports;
import io.calotype.local.failure.LocalFailure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where the gateway listens.
 *
 * @param host a name or an address of this machine, or the one that stands for all of them
 * @param port 0 takes a free one
 */
public record Listener(String host, int port) {

    /** On 127.0.0.1 only. */
    public static Listener onLoopback(int port) {
        return new Listener("127.0.0.1", port);
    }

    /** Whether it listens on every address of this machine. */
    public boolean isOnAllAddresses() {
        return address().isAnyLocalAddress();
    }

    /** This listener with a port that is free. */
    Listener claimed() {
        return new Listener(host, Ports.claim(address(), port));
    }

    /** How this machine reaches it. */
    URI reachable() {
        var address = address();
        if (address.isAnyLocalAddress()) {
            return URI.create("http://127.0.0.1:" + port);
        }
        var literal = address.getHostAddress();
        return URI.create("http://" + (address instanceof Inet6Address ? "[" + literal + "]" : literal) + ":" + port);
    }

    private InetAddress address() {
        try {
            var address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                throw new LocalFailure("Cannot listen on " + host + ": it is no address of this machine");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new LocalFailure("Cannot listen on " + host + ": no such host");
        } catch (SocketException e) {
            throw new LocalFailure("Cannot listen on " + host, e);
        }
    }
}
