package io.calotype.gateway.gallery;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/**
 * A picture's position: the nearest in meaning first, then the newest prompt, then its images by index.
 *
 * <p>As text it is the cursor of the page that ended with it; pictures that arrive meanwhile do not shift later pages.
 *
 * @param score cosine to what is searched for, 0 where nothing is
 */
record GalleryPlace(double score, Instant at, ImageId id) implements Comparable<GalleryPlace> {

    private static final Comparator<GalleryPlace> ORDER = Comparator.comparingDouble(GalleryPlace::score)
            .thenComparing(GalleryPlace::at)
            .thenComparing(place -> place.id().promptId())
            .reversed()
            .thenComparing(place -> place.id().index());

    /** Reads a cursor. */
    static GalleryPlace parse(String cursor) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 3);
            return new GalleryPlace(Double.parseDouble(parts[0]), Instant.parse(parts[1]), ImageId.parse(parts[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException | Refusal e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "cursor", "cursor is not one of this gallery");
        }
    }

    String cursor() {
        var text = score + " " + at + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(GalleryPlace other) {
        return ORDER.compare(this, other);
    }
}
