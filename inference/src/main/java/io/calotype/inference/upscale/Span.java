package io.calotype.inference.upscale;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a row or column of pixels that is taken of one tile; the tile has some pixels more on both sides.
 *
 * @param from the first pixel that is taken
 * @param to the pixel after the last
 */
record Span(int from, int to) {

    /** Cuts a length into spans of at most so many pixels, as equal as can be. */
    static List<Span> of(int length, int most) {
        int count = (length + most - 1) / most;
        var spans = new ArrayList<Span>();
        for (int i = 0; i < count; i++) {
            spans.add(new Span((int) ((long) length * i / count), (int) ((long) length * (i + 1) / count)));
        }
        return spans;
    }
}
