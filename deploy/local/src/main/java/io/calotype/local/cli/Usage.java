package io.calotype.local.cli;

import io.calotype.contracts.problem.Refusal;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reports what is wrong with a command's options as a usage error. */
final class Usage {

    private Usage() {}

    /** Reads options; what they are refused for is a usage error. */
    static <T> T checked(@Nullable CommandSpec spec, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Refusal e) {
            throw wrong(spec, e.problem().detail());
        } catch (IllegalArgumentException e) {
            throw wrong(spec, Objects.requireNonNullElse(e.getMessage(), "an option is wrong"));
        }
    }

    /** Returns a usage error. */
    static ParameterException wrong(@Nullable CommandSpec spec, String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
