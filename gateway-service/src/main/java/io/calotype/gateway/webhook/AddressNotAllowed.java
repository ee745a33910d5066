package io.calotype.gateway.webhook;

/** A receiver's name leads to addresses that must not be called, and to no other. */
final class AddressNotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressNotAllowed() {
        super("the receiver has no public address");
    }
}
