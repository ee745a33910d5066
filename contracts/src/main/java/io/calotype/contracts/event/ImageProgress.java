package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.stage.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an image is.
 *
 * @param stage the stage that the image is in
 * @param step calls of the model done, 0 to {@code steps}
 * @param steps calls of the model in all: a scheduler of second order makes two for each requested step but the last
 * @param preview a small picture, at most 8 KiB
 * @param previewType the preview's media type
 * @param tokens the prompt's tokens as the encoder read them
 * @param warnings what its sender should know, such as that the prompt was cut; at most {@value Limits#MAX_WARNINGS}
 */
@SuppressWarnings("ArrayRecordComponent") // copied at both borders; never compared
public record ImageProgress(
        ImageId id,
        Origin origin,
        Stage stage,
        int step,
        int steps,
        byte @Nullable [] preview,
        @Nullable String previewType,
        @Nullable List<String> tokens,
        List<String> warnings) {

    public ImageProgress {
        Limits.within("steps", steps, 0, Limits.MAX_PROGRESS);
        Limits.within("step", step, 0, steps);
        if (preview != null && preview.length > Limits.MAX_PREVIEW_BYTES) {
            var detail = "preview has " + preview.length + " bytes; at most " + Limits.MAX_PREVIEW_BYTES;
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, "preview", detail);
        }
        preview = preview == null ? null : preview.clone();
        tokens = tokens == null ? null : List.copyOf(tokens);
        Limits.within("warnings", warnings.size(), 0, Limits.MAX_WARNINGS);
        warnings = List.copyOf(warnings);
    }

    /** Makes a progress without warnings. */
    public ImageProgress(
            ImageId id,
            Origin origin,
            Stage stage,
            int step,
            int steps,
            byte @Nullable [] preview,
            @Nullable String previewType,
            @Nullable List<String> tokens) {
        this(id, origin, stage, step, steps, preview, previewType, tokens, List.of());
    }

    /** Makes a progress without preview and tokens. */
    public static ImageProgress of(ImageTask task, Stage stage, int step, int steps) {
        return new ImageProgress(task.id(), task.origin(), stage, step, steps, null, null, null);
    }

    /** Makes the progress of an image whose prompt is encoded. */
    public static ImageProgress encoded(ImageTask task, List<String> tokens) {
        return new ImageProgress(task.id(), task.origin(), Stage.ENCODE, 1, 1, null, null, tokens);
    }

    /** Returns this progress with other warnings. */
    public ImageProgress withWarnings(List<String> texts) {
        return new ImageProgress(id, origin, stage, step, steps, preview, previewType, tokens, texts);
    }

    /** Returns a copy of the preview. */
    @Override
    public byte @Nullable [] preview() {
        return preview == null ? null : preview.clone();
    }
}
