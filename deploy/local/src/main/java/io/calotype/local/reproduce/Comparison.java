package io.calotype.local.reproduce;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.Pixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is the same in a picture and in the one made again, in words.
 *
 * @param isSame whether the files have the same bytes
 */
public record Comparison(boolean isSame, List<String> lines) {

    /** Copies the list. */
    public Comparison {
        lines = List.copyOf(lines);
    }

    /** Compares two files, the first of which says how it was made. */
    public static Comparison of(Provenance made, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return new Comparison(true, List.of("the same bytes, sha256 " + Sha256.hex(before)));
        }
        var lines = new ArrayList<String>();
        lines.add(pixels(before, after));
        var calotype = Provenance.of(after).map(Provenance::calotype).orElse("");
        if (!calotype.equals(made.calotype())) {
            lines.add("made by Calotype " + made.calotype() + ", this is " + calotype);
        }
        return new Comparison(false, lines);
    }

    private static String pixels(byte[] before, byte[] after) {
        Pixels one;
        try {
            one = read(before);
        } catch (Refusal e) {
            return "its pixels cannot be read: " + e.problem().detail();
        }
        var other = read(after);
        if (one.width() != other.width() || one.height() != other.height()) {
            return "it is %dx%d, made again %dx%d".formatted(one.width(), one.height(), other.width(), other.height());
        }
        return difference(PixelDifference.between(one, other));
    }

    private static String difference(PixelDifference found) {
        return found.isNone()
                ? "the same pixels; the rest of the file differs"
                : String.format(
                        Locale.ROOT,
                        "%d of %d pixels differ, by at most %d of 255 and by %.3f on average",
                        found.changed(),
                        found.pixels(),
                        found.largest(),
                        found.mean());
    }

    private static Pixels read(byte[] picture) {
        return PictureReader.read("picture", PictureHeader.of("picture", picture), picture)
                .toPixels();
    }
}
