package io.calotype.encoder.picture;

import com.twelvemonkeys.image.ResampleOp;
import io.calotype.contracts.spec.ImageSize;
import java.awt.image.BufferedImage;

/** Brings opaque pictures to size with a Lanczos filter, as diffusers does; proportions are given up. */
final class Resize {

    private Resize() {}

    static Pixels to(ImageSize size, Pixels picture) {
        if (picture.width() == size.width() && picture.height() == size.height()) {
            return picture;
        }
        var source = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        source.getRaster().setDataElements(0, 0, picture.width(), picture.height(), picture.argb());
        var resampled = new ResampleOp(size.width(), size.height(), ResampleOp.FILTER_LANCZOS).filter(source, null);
        var argb = resampled.getRGB(0, 0, size.width(), size.height(), null, 0, size.width());
        return new Pixels(size.width(), size.height(), argb);
    }
}
