package io.calotype.gateway.view;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.book.Happening;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One step of an image as event streams show it.
 *
 * @param stage {@code encode}, {@code denoise}, {@code decode} or {@code upscale}
 * @param preview a {@code data:} URL
 * @param warning the first of the warnings
 * @param warnings what the prompt's sender should know, such as that the prompt was cut
 */
@Schema(name = "Progress")
public record ProgressView(
        String imageId,
        int index,
        String stage,
        int step,
        int steps,
        @Nullable String preview,
        @Nullable List<String> tokens,
        @Nullable String warning,
        List<String> warnings) {

    /** How a step is shown. */
    public static ProgressView of(String promptId, Happening.Step step) {
        return new ProgressView(
                new ImageId(promptId, step.index()).toString(),
                step.index(),
                step.stage().jsonName(),
                step.step(),
                step.steps(),
                step.preview(),
                step.tokens(),
                first(step.warnings()),
                step.warnings());
    }

    static @Nullable String first(List<String> warnings) {
        return warnings.isEmpty() ? null : warnings.get(0);
    }
}
