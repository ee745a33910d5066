package io.calotype.gateway.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Finds the one address of a receiver that is then connected to, so that no second look-up can lead elsewhere.
 *
 * @param allowPrivate whether any address will do
 */
record AddressBook(Resolver resolver, boolean allowPrivate) {

    /** Looks names up. */
    interface Resolver {
        /** Returns all addresses of a host, at least one. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Returns an address that may be called.
     *
     * @throws AddressNotAllowed if there is none among the host's
     */
    InetAddress find(String host) throws UnknownHostException {
        return Arrays.stream(resolver.resolve(host))
                .filter(address -> allowPrivate || PublicAddress.is(address))
                .findFirst()
                .orElseThrow(AddressNotAllowed::new);
    }
}
