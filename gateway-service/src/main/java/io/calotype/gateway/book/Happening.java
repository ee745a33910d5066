package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.stage.Stage;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happened to one image of a prompt. */
public sealed interface Happening {

    /** The image's place among the prompt's images. */
    int index();

    /**
     * The image came a step further.
     *
     * @param offset of its record, in the image's partition of the progress topic
     * @param stage the stage that the image is in
     * @param step steps done, 0 to {@code steps}
     * @param preview a small picture as a {@code data:} URL, null when there was none or when it is forgotten
     * @param tokens the prompt's tokens as the encoder read them
     * @param warnings what the prompt's sender should know
     */
    record Step(
            int index,
            long offset,
            Stage stage,
            int step,
            int steps,
            @Nullable String preview,
            @Nullable List<String> tokens,
            List<String> warnings)
            implements Happening {

        public Step {
            tokens = tokens == null ? null : List.copyOf(tokens);
            warnings = List.copyOf(warnings);
        }

        static Step of(ImageProgress progress, long offset, @Nullable List<String> tokens) {
            return new Step(
                    progress.id().index(),
                    offset,
                    progress.stage(),
                    progress.step(),
                    progress.steps(),
                    dataUrl(progress),
                    tokens,
                    progress.warnings());
        }

        private static @Nullable String dataUrl(ImageProgress progress) {
            var preview = progress.preview();
            return preview == null
                    ? null
                    : "data:" + progress.previewType() + ";base64,"
                            + Base64.getEncoder().encodeToString(preview);
        }

        Step withoutPreview() {
            return new Step(index, offset, stage, step, steps, null, tokens, warnings);
        }
    }

    /** The image has its one terminal state. */
    record End(int index, ImageOutcome outcome) implements Happening {}
}
