package io.calotype.local.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why something failed, in one line: what the exception says, then what each of its causes adds. */
public final class Reason {

    private Reason() {}

    /** The messages of an exception and its causes, such as {@code Cannot write a.png: a.png: No space left on device}. */
    public static String of(Throwable failure) {
        var said = new LinkedHashSet<String>();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (!(cause instanceof CompletionException || cause instanceof ExecutionException)) {
                add(said, message(cause));
            }
        }
        return String.join(": ", said);
    }

    /** Many exceptions repeat their cause's message in their own. */
    private static void add(Set<String> said, String message) {
        if (said.stream().noneMatch(earlier -> earlier.contains(message))) {
            said.add(message);
        }
    }

    private static String message(Throwable cause) {
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            return file.getMessage() + ": " + reason(file);
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Those whose message is the file alone. */
    private static String reason(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (file instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (file instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        return file instanceof NotDirectoryException
                ? "Not a directory"
                : file.getClass().getSimpleName();
    }
}
