package io.calotype.gateway.picture;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which steps of an image are kept.
 *
 * @param steps as in its progress, in order
 */
@Schema(name = "KeptSteps")
public record KeptStepsView(String imageId, List<Integer> steps) {

    public KeptStepsView {
        steps = List.copyOf(steps);
    }
}
