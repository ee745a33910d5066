package io.calotype.inference.upscale;

import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.picture.Pixels;
import java.nio.FloatBuffer;

/**
 * Planes of red, green and blue {@code [3, height, width]}, 0 to 1.
 *
 * @param planes a view of a model's input or output
 */
record Tile(FloatBuffer planes, int width, int height) {

    /** Writes a pixel. */
    void put(int at, int argb) {
        int plane = width * height;
        planes.put(at, ((argb >>> 16) & Pixels.FULL) / (float) Pixels.FULL);
        planes.put(plane + at, ((argb >>> 8) & Pixels.FULL) / (float) Pixels.FULL);
        planes.put(2 * plane + at, (argb & Pixels.FULL) / (float) Pixels.FULL);
    }

    /** Reads a pixel, opaque; {@link PackException} if the model of that pack made numbers that are not finite. */
    int pixel(int at, UpscalerPack pack) {
        int plane = width * height;
        return Pixels.pixel(
                level(planes.get(at), pack),
                level(planes.get(plane + at), pack),
                level(planes.get(2 * plane + at), pack));
    }

    private static int level(float value, UpscalerPack pack) {
        if (!Float.isFinite(value)) {
            throw new PackException(pack.model(), "makes numbers that are not finite");
        }
        return Math.round(Math.min(1, Math.max(0, value)) * Pixels.FULL);
    }
}
