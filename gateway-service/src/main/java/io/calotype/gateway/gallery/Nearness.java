package io.calotype.gateway.gallery;

import java.util.OptionalDouble;

/** How near pictures are to what the gallery is searched for. */
@FunctionalInterface
interface Nearness {

    /** Returns a cosine, -1 to 1; nothing for a picture that cannot be compared. */
    OptionalDouble of(GalleryPicture picture);
}
