package io.calotype.decoder.safety;

import io.calotype.contracts.event.Safety;
import io.calotype.pictures.file.Picture;
import org.jspecify.annotations.Nullable;

/**
 * A picture that may be stored.
 *
 * @param safety what was found in it; null where nothing looked
 */
public record CheckedPicture(Picture picture, @Nullable Safety safety) {}
