package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.picture.Pixels;
import java.util.Optional;

/**
 * The picture that a prompt's images start from.
 *
 * @param size of the images
 * @param pixels the picture at that size, opaque
 * @param mask F32 {@code [h, w]} by latents, 1 where the picture is repainted; empty if all of it is
 */
public record SourcePicture(ImageSize size, Pixels pixels, Optional<Tensor> mask) {}
