package io.calotype.gateway.gallery;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.tensor.UnitVector;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How near pictures are to another picture, by what they show.
 *
 * @param shown what the other picture shows, by model
 * @param itself the other picture's id, which is not like itself; null for an uploaded one
 */
record PictureNearness(
        Map<String, UnitVector> shown, @Nullable ImageId itself) implements Nearness {

    PictureNearness {
        shown = Map.copyOf(shown);
    }

    @Override
    public OptionalDouble of(GalleryPicture picture) {
        var image = picture.image();
        var other = shown.get(image.model());
        return other == null
                        || image.shown() == null
                        || image.shown().embedding().width() != other.width()
                        || image.id().equals(itself)
                ? OptionalDouble.empty()
                : OptionalDouble.of(other.cosine(image.shown().embedding()));
    }
}
