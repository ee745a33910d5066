package io.calotype.messaging.lifecycle;

import io.calotype.contracts.problem.RefusedAtStart;
import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Why a service does not start, where the reason lies outside of it and a stack trace would say nothing more. */
final class StartFailure {

    /** The exception's class and the message's number. */
    private static final Pattern NOISE = Pattern.compile("^[\\w.$]+: |SRCFG\\d+: ");

    private StartFailure() {}

    /** Returns the reason in one line; empty where only the stack trace says it. */
    static Optional<String> reason(Throwable failure) {
        return causes(failure).filter(StartFailure::isReason).findFirst().map(StartFailure::line);
    }

    /** Tells whether the service refuses what it was given to run, so that starting again does not help. */
    static boolean isRefusal(Throwable failure) {
        return causes(failure).anyMatch(StartFailure::isReason);
    }

    private static boolean isReason(Throwable cause) {
        return cause instanceof RefusedAtStart || cause instanceof ConfigValidationException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? Stream.of(failure) : Stream.concat(Stream.of(failure), causes(cause));
    }

    private static String line(Throwable cause) {
        return cause instanceof ConfigValidationException invalid
                ? IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(invalid::getProblem)
                        .map(problem -> NOISE.matcher(problem.getMessage()).replaceAll(""))
                        .collect(Collectors.joining("; "))
                : String.valueOf(cause.getMessage());
    }
}
