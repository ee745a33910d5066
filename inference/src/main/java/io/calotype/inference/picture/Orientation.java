package io.calotype.inference.picture;

/**
 * How a camera was held.
 *
 * <p>Source: EXIF 2.32, tag 0x0112.
 *
 * @param turned whether columns are stored as rows
 * @param mirrored whether rows are stored from the right, before any turning back
 * @param upsideDown whether they are stored from below, before any turning back
 */
public record Orientation(boolean turned, boolean mirrored, boolean upsideDown) {

    /** As it should be. */
    public static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** Returns what the tag's value means; a value that means nothing is upright. */
    static Orientation of(int tag) {
        return switch (tag) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, true, false);
            default -> UPRIGHT;
        };
    }

    /** Returns the stored column of an upright picture's pixel. */
    int column(int x, int y, int storedWidth) {
        int column = turned ? y : x;
        return mirrored ? storedWidth - 1 - column : column;
    }

    /** Returns the stored row of an upright picture's pixel. */
    int row(int x, int y, int storedHeight) {
        int row = turned ? x : y;
        return upsideDown ? storedHeight - 1 - row : row;
    }
}
