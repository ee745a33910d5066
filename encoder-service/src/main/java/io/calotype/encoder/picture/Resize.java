package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;

/** Resizes opaque pictures with a Lanczos filter, as diffusers does; proportions are not kept. */
final class Resize {

    private Resize() {}

    static Pixels to(ImageSize size, Pixels picture) {
        return toHeight(size.height(), toWidth(size.width(), picture));
    }

    private static Pixels toWidth(int width, Pixels picture) {
        if (width == picture.width()) {
            return picture;
        }
        var filter = new Lanczos(picture.width(), width);
        int[] argb = new int[width * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            filter.line(picture.argb(), y * picture.width(), 1, argb, y * width, 1);
        }
        return new Pixels(width, picture.height(), argb);
    }

    private static Pixels toHeight(int height, Pixels picture) {
        if (height == picture.height()) {
            return picture;
        }
        int width = picture.width();
        var filter = new Lanczos(picture.height(), height);
        int[] argb = new int[width * height];
        for (int x = 0; x < width; x++) {
            filter.line(picture.argb(), x, width, argb, x, width);
        }
        return new Pixels(width, height, argb);
    }
}
