package io.calotype.local.failure;

/** Something that a person at the terminal can act on; the message is all they see. */
public final class LocalFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int FAILED = 1;

    private final int exitCode;

    public LocalFailure(String message) {
        this(message, FAILED);
    }

    /** A failure with an exit code of its own. */
    public LocalFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public LocalFailure(String message, Throwable cause) {
        super(message, cause);
        exitCode = FAILED;
    }

    /** The exit code that the command line ends with. */
    public int exitCode() {
        return exitCode;
    }
}
