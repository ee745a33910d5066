package io.calotype.gateway.view;

import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.spec.ControlRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A picture that controls a prompt's images.
 *
 * @param image its key; null if it came within the event
 * @param model the control model that reads it
 * @param scale how strongly it controls
 * @param start the part of the steps after which it begins
 * @param end the part of the steps after which it ends
 * @param sha256 of the control model, if only that one will do
 * @param preprocessor what is made of the picture before; null if it is read as it is
 * @param lowThreshold of the edges, null without
 * @param highThreshold of the edges, null without
 */
@Schema(name = "Control")
public record ControlView(
        @Nullable String image,
        String model,
        double scale,
        double start,
        double end,
        @Nullable String sha256,
        @Nullable String preprocessor,
        @Nullable Integer lowThreshold,
        @Nullable Integer highThreshold) {

    /** Returns those of a prompt; null where there are none. */
    static @Nullable List<ControlView> of(List<ControlRequest> controls) {
        return controls.isEmpty()
                ? null
                : controls.stream().map(ControlView::of).toList();
    }

    private static ControlView of(ControlRequest control) {
        var image = control.image();
        var canny = control.canny();
        return new ControlView(
                image.isInline() ? null : image.objectKey(),
                control.model(),
                control.scale(),
                control.start(),
                control.end(),
                control.sha256(),
                canny == null ? null : Canny.NAME,
                canny == null ? null : Integer.valueOf(canny.low()),
                canny == null ? null : Integer.valueOf(canny.high()));
    }
}
