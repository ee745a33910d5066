package io.calotype.inference.pack;

import io.calotype.contracts.problem.RefusedAtStart;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model pack cannot be used; the message names the file and what is wrong with it. */
public final class PackException extends RuntimeException implements RefusedAtStart {

    private static final long serialVersionUID = 1L;

    /** A file of the pack and what is wrong with it. */
    public PackException(Path file, String fault) {
        this(file, fault, null);
    }

    /** A file of the pack, what is wrong with it and why. */
    public PackException(Path file, String fault, @Nullable Throwable cause) {
        super(file + ": " + fault, cause);
    }
}
