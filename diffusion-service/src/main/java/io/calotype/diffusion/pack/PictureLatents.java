package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.Inpainting;
import io.calotype.diffusion.noise.TorchGenerator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The picture that an image starts from: checked, and sampled with the image's seed as in diffusers.
 *
 * @param latents a sample of the encoder's distribution, {@code [C, h, w]}
 * @param inpainting the part of the picture to keep; null where nothing is kept
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once
record PictureLatents(float[] latents, @Nullable Inpainting inpainting) {

    /**
     * Reads a picture's tensors.
     *
     * @param shape of the image's latents
     * @return empty if the image starts from noise alone
     * @throws Refusal INVALID_TENSOR or NOT_FINITE
     */
    static Optional<PictureLatents> of(ImageTensors embedded, Shape shape) {
        var spec = embedded.task().spec();
        if (spec.sampling().strength() == null) {
            return Optional.empty();
        }
        float[] latents = floats(embedded, ImageTensors.IMAGE_LATENTS_MEAN, shape);
        float[] std = floats(embedded, ImageTensors.IMAGE_LATENTS_STD, shape);
        boolean masked = embedded.tensors().containsKey(ImageTensors.MASK);
        var mask = masked ? mask(embedded, Shape.of(shape.dim(1), shape.dim(2))) : null;
        return Optional.of(sampled(latents, std, mask, spec.sampling().seed()));
    }

    private static PictureLatents sampled(float[] mean, float[] std, float @Nullable [] mask, Seed seed) {
        var generator = new TorchGenerator(seed);
        float[] noise = new float[mean.length];
        generator.fillNormal(noise);
        float[] latents = new float[mean.length];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = mean[i] + std[i] * noise[i];
        }
        if (mask == null) {
            return new PictureLatents(latents, null);
        }
        generator.fillNormal(noise);
        return new PictureLatents(latents, new Inpainting(mask, latents, noise));
    }

    private static float[] mask(ImageTensors embedded, Shape shape) {
        float[] mask = floats(embedded, ImageTensors.MASK, shape);
        for (float value : mask) {
            if (value < 0 || value > 1) {
                throw Refusal.of(
                        ProblemType.INVALID_TENSOR,
                        ImageTensors.MASK,
                        ImageTensors.MASK + " holds " + value + "; expected 0 to 1");
            }
        }
        return mask;
    }

    private static float[] floats(ImageTensors embedded, String name, Shape shape) {
        return embedded.require(name)
                .requireShape(name, DType.F32, shape.toArray())
                .requireFinite(name)
                .toFloatArray();
    }
}
