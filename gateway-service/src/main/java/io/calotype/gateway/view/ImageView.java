package io.calotype.gateway.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.problem.ProblemBody;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One image as the API shows it; what is not known yet is null.
 *
 * @param state {@code waiting}, {@code encoding}, {@code denoising}, {@code decoding}, {@code upscaling},
 *     {@code paused}, {@code completed}, {@code failed} or {@code cancelled}
 * @param step denoising steps done, of {@code steps}
 * @param reason why it was cancelled, if whoever did it said so
 */
@Schema(name = "Image")
public record ImageView(
        String id,
        int index,
        String state,
        @Nullable Integer step,
        @Nullable Integer steps,
        @JsonUnwrapped DrawingView drawing,
        @JsonUnwrapped StoredView picture,
        @Nullable Map<String, StageTimings.Timing> timings,
        @Nullable ProblemBody problem,
        @Nullable String reason) {

    /** How one image of a prompt is shown. */
    public static ImageView of(String promptId, ImageSnapshot image) {
        var id = new ImageId(promptId, image.index());
        var end = image.end();
        if (end instanceof StoredImage stored) {
            return completed(stored);
        }
        var last = image.lastStep();
        var step = last != null && last.stage() == Stage.DENOISE ? last : null;
        return new ImageView(
                id.toString(),
                id.index(),
                ImageState.of(image).jsonName(),
                step == null ? null : Integer.valueOf(step.step()),
                step == null ? null : Integer.valueOf(step.steps()),
                DrawingView.NONE,
                StoredView.NONE,
                null,
                end instanceof ImageFailed failed ? ProblemBody.of(failed.problem()) : null,
                end instanceof ImageCancelled cancelled ? cancelled.reason() : null);
    }

    /** How a stored picture is shown. */
    public static ImageView completed(StoredImage stored) {
        return new ImageView(
                stored.id().toString(),
                stored.id().index(),
                ImageState.COMPLETED.jsonName(),
                stored.sampling().steps(),
                stored.sampling().steps(),
                DrawingView.of(stored),
                StoredView.of(stored),
                byName(stored.timings()),
                null,
                null);
    }

    private static Map<String, StageTimings.Timing> byName(StageTimings timings) {
        var named = new LinkedHashMap<String, StageTimings.Timing>();
        timings.stages().forEach((stage, timing) -> named.put(stage.jsonName(), timing));
        return named;
    }
}
