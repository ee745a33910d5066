package io.calotype.gateway.meaning;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;
import org.jspecify.annotations.Nullable;

/**
 * The picture that a query names: an image that was made here, or an uploaded one. One of the two is null.
 *
 * @param parameter the query's parameter, for refusals
 * @param image {@code <prompt id>/<index>}
 * @param upload the key that {@code POST /v1/inputs} gave it
 */
public record QueriedPicture(
        String parameter, @Nullable ImageId image, @Nullable PictureReference upload) {

    /** Reads a parameter; a refusal names it. */
    public static QueriedPicture parse(String parameter, String value) {
        return value.startsWith(PictureReference.INPUTS)
                ? new QueriedPicture(parameter, null, PictureReference.parse(parameter, value))
                : new QueriedPicture(parameter, image(parameter, value), null);
    }

    private static ImageId image(String parameter, String value) {
        try {
            return ImageId.parse(value);
        } catch (Refusal notAnId) {
            throw refused(
                    parameter,
                    parameter + " must be the id of an image, PROMPT_ID/INDEX, or the key of an uploaded picture");
        }
    }

    /** Returns the refusal of this picture. */
    Refusal refused(String detail) {
        return refused(parameter, detail);
    }

    private static Refusal refused(String parameter, String detail) {
        return Refusal.of(ProblemType.INVALID_PARAMETER, parameter, detail);
    }
}
