package io.calotype.gateway.problem;

import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's clients read it. */
public record OpenAiError(Detail error) {

    /**
     * What went wrong.
     *
     * @param message one sentence for people
     * @param type {@code invalid_request_error}, {@code server_error} and the like
     * @param param the field that is wrong, if it is one
     * @param code a name for programs
     */
    @Schema(name = "OpenAiErrorDetail")
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";

    /** Tells an error by its HTTP status. */
    public static OpenAiError of(int status, String message, @Nullable String param, String code) {
        var type =
                switch (status) {
                    case 401, 403 -> "authentication_error";
                    case 429 -> "rate_limit_error";
                    default -> status < 500 ? INVALID : SERVER;
                };
        return new OpenAiError(new Detail(message, type, param, code));
    }

    /** Why there is no picture. */
    public static OpenAiError of(ImageOutcome outcome) {
        return outcome instanceof ImageFailed failed
                ? of(failed.problem())
                : new OpenAiError(new Detail("the prompt was cancelled", SERVER, null, "cancelled"));
    }

    private static OpenAiError of(Problem problem) {
        var type = problem.type() == ProblemType.BACKLOG_FULL
                ? "rate_limit_error"
                : isOurs(problem.type()) ? SERVER : INVALID;
        return new OpenAiError(new Detail(problem.detail(), type, problem.field(), code(problem.type())));
    }

    /** The HTTP status of a request whose picture could not be made. */
    public static int status(ImageOutcome outcome) {
        if (outcome instanceof ImageFailed failed && failed.problem().type() == ProblemType.BACKLOG_FULL) {
            return 429;
        }
        return outcome instanceof ImageFailed failed && !isOurs(failed.problem().type()) ? 400 : 500;
    }

    /** A problem type as a name for programs. */
    public static String code(ProblemType type) {
        return type == ProblemType.UNKNOWN_MODEL
                ? "model_not_found"
                : type.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isOurs(ProblemType type) {
        return switch (type) {
            case INTERNAL, GAVE_UP, PACK_MISMATCH, INVALID_TENSOR, EXPIRED -> true;
            default -> false;
        };
    }
}
