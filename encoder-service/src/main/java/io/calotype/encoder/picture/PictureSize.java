package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.inference.picture.PictureHeader;
import org.jspecify.annotations.Nullable;

/** The size of an image that starts from a picture. */
final class PictureSize {

    private PictureSize() {}

    /**
     * Returns the size for sides that a prompt leaves out: the picture's proportions, and with both left out as many pixels as the
     * pack draws by default.
     *
     * @param picture the picture, upright
     * @param width the prompt's, or null
     * @param height the prompt's, or null
     */
    static ImageSize of(PictureHeader picture, @Nullable Integer width, @Nullable Integer height, PackDefaults pack) {
        double proportion = (double) picture.uprightWidth() / picture.uprightHeight();
        double pixels = (double) pack.size().width() * pack.size().height();
        double wide = width != null ? width : height != null ? height * proportion : Math.sqrt(pixels * proportion);
        double high = height != null ? height : wide / proportion;
        return new ImageSize(
                width != null ? width : side(wide, pack.sizeMultiple()),
                height != null ? height : side(high, pack.sizeMultiple()));
    }

    /** The nearest multiple within the limits. */
    private static int side(double length, int multiple) {
        int fewest = (Limits.MIN_SIDE + multiple - 1) / multiple;
        int most = Limits.MAX_SIDE / multiple;
        return (int) Math.min(most, Math.max(fewest, Math.round(length / multiple))) * multiple;
    }
}
