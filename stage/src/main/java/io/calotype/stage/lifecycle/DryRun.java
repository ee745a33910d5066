package io.calotype.stage.lifecycle;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PackDefaults;
import java.time.Instant;

/**
 * The work of a stage on an image that nobody asked for, of which nothing is published or stored: the first image of a prompt then
 * finds its code loaded, its model called once, and its connections open.
 */
@FunctionalInterface
public interface DryRun {

    /** What every dry run draws. */
    PromptParameters PROMPT = PromptParameters.of("dry run");

    /** Which image it is. */
    ImageId IMAGE = new ImageId("dry-run", 0);

    /** Works once; blocks, and fails as the work on an image may. */
    void run();

    /** Returns the smallest image that a pack draws. */
    static ImageTask task(PackDefaults pack, String packDigest) {
        int multiple = pack.sizeMultiple();
        int side = (Limits.MIN_SIDE + multiple - 1) / multiple * multiple;
        var spec = PROMPT.resolve(pack.sized(new ImageSize(side, side)), IMAGE);
        var request = new PromptRequested(Origin.of(IMAGE.promptId(), "/calotype"), PROMPT);
        var image = new RequestedImage(IMAGE, request.origin(), RequestDigest.of(request));
        return new ImageTask(image, spec, packDigest, Instant.EPOCH, StageTimings.none());
    }
}
