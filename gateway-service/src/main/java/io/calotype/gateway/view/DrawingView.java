package io.calotype.gateway.view;

import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.Hires;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an image was drawn, as the API shows it; all null before it is stored.
 *
 * @param parent the image that it branched off from, and {@code parentStep} where; null if it did not
 * @param seed in decimal digits, since JSON's numbers are too small for it in many languages
 * @param hires its second pass; null if there was none
 * @param controlImages the keys of pictures that controlled it and were made here, such as edges; null if there are none
 */
public record DrawingView(
        @Nullable String seed,
        @Nullable Double guidanceScale,
        @Nullable String scheduler,
        @Nullable String model,
        @Nullable Hires hires,
        @Nullable String parent,
        @Nullable Integer parentStep,
        @Nullable List<String> controlImages) {

    static final DrawingView NONE = new DrawingView(null, null, null, null, null, null, null, null);

    static DrawingView of(StoredImage stored) {
        var sampling = stored.sampling();
        return new DrawingView(
                sampling.seed().toString(),
                sampling.guidanceScale(),
                sampling.scheduler(),
                stored.model(),
                stored.hires(),
                ParametersView.parent(sampling.parent()),
                ParametersView.parentStep(sampling.parent()),
                controlImages(stored.controls()));
    }

    private static @Nullable List<String> controlImages(List<ControlUse> controls) {
        var keys = controls.stream()
                .flatMap(control -> Stream.ofNullable(control.image()))
                .toList();
        return keys.isEmpty() ? null : keys;
    }
}
