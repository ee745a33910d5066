package io.calotype.embedded.port;

/** The port that an embedded server should use is taken. */
public final class PortInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortInUse(int port, Throwable cause) {
        super("Port " + port + " is already in use", cause);
        this.port = port;
    }

    /** The port that is taken, 1 to 65535. */
    public int port() {
        return port;
    }
}
