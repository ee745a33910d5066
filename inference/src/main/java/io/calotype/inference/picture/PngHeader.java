package io.calotype.inference.picture;

import io.calotype.contracts.spec.OutputFormat;
import java.nio.ByteBuffer;

/**
 * The chunks of a PNG file, walked without inflating any.
 *
 * <p>Source: PNG specification, third edition, 5.3 and 11.2.
 */
final class PngHeader {

    private static final int SIGNATURE_BYTES = 8;
    private static final int IHDR = 0x49484452;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int IEND = 0x49454E44;
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;

    private PngHeader() {}

    /** Reads a whole file; fails with any {@link RuntimeException} for one that is damaged or cut off. */
    static PictureHeader read(ByteBuffer png) {
        png.position(SIGNATURE_BYTES);
        var header = chunk(png, png.getInt(), IHDR);
        boolean transparent = false;
        var orientation = Orientation.UPRIGHT;
        for (int type = 0; type != IEND; ) {
            int length = png.getInt();
            type = png.getInt(png.position());
            var data = chunk(png, length, type);
            transparent |= type == TRNS;
            orientation = type == EXIF ? Exif.orientation(data) : orientation;
        }
        int width = header.getInt();
        int height = header.getInt();
        long row = ((long) width * bitsPerPixel(header.get(), header.get(), transparent) + 7) / 8;
        return new PictureHeader(OutputFormat.PNG, width, height, row * height, orientation);
    }

    /** Returns a chunk's data and goes on behind its checksum. */
    private static ByteBuffer chunk(ByteBuffer png, int length, int type) {
        if (png.getInt() != type) {
            throw new IllegalArgumentException("not the expected chunk");
        }
        var data = png.slice(png.position(), length);
        png.position(Math.addExact(png.position(), Math.addExact(length, Integer.BYTES)));
        return data;
    }

    /** Bits of a pixel as ImageIO stores it: fewer than 8 only where there is one channel. */
    private static int bitsPerPixel(int depth, int colour, boolean transparent) {
        int channels =
                switch (colour) {
                    case GRAY, PALETTE -> 1;
                    case RGB -> 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> throw new IllegalArgumentException("colour type " + colour);
                };
        boolean alphaAdded = transparent && (colour == GRAY || colour == RGB);
        return (channels == 1 && !alphaAdded ? depth : Math.max(8, depth)) * (alphaAdded ? channels + 1 : channels);
    }
}
