package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.inference.picture.Pixels;
import java.util.Optional;

/**
 * The picture that a prompt's images start from.
 *
 * @param size of the images
 * @param pixels the picture at that size, opaque
 * @param mask the part of it to repaint, at that size; empty if all of it is
 */
public record SourcePicture(ImageSize size, Pixels pixels, Optional<RepaintMask> mask) {}
