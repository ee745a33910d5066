package io.calotype.diffusion.pack;

import static io.calotype.contracts.event.ImageTensors.FIRST_PASS_LATENTS;
import static io.calotype.contracts.event.ImageTensors.IMAGE_LATENTS_MEAN;
import static io.calotype.contracts.event.ImageTensors.IMAGE_LATENTS_STD;
import static io.calotype.contracts.event.ImageTensors.MASK;
import static io.calotype.contracts.event.ImageTensors.MASKED_IMAGE_LATENTS_MEAN;
import static io.calotype.contracts.event.ImageTensors.MASKED_IMAGE_LATENTS_STD;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.Inpainting;
import io.calotype.diffusion.denoise.KeptPicture;
import io.calotype.diffusion.denoise.MaskedPicture;
import io.calotype.diffusion.noise.TorchGenerator;
import io.calotype.diffusion.scheduler.PicturePipeline;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The picture that an image starts from: checked, and sampled with the image's seed as in diffusers.
 *
 * @param latents a sample of the encoder's distribution, {@code [C, h, w]}
 * @param inpainting what has a part of the picture repainted; null where all of it is
 * @param pipeline the pipeline of diffusers to follow
 * @param sampled whether the sample was drawn from the seed's generator; the latents of a first pass are none
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once
record PictureLatents(float[] latents, @Nullable Inpainting inpainting, PicturePipeline pipeline, boolean sampled) {

    private PictureLatents(float[] latents, @Nullable Inpainting inpainting, PicturePipeline pipeline) {
        this(latents, inpainting, pipeline, true);
    }

    /**
     * Reads the latents of an image's first pass and makes them as large as the second one wants them.
     *
     * @param shape of the second pass's latents
     * @throws Refusal INVALID_TENSOR or NOT_FINITE
     */
    static PictureLatents ofFirstPass(ImageTensors embedded, Shape shape, DenoisingPack pack) {
        var first = pack.latents(embedded.task().spec().size());
        float[] latents = floats(embedded, FIRST_PASS_LATENTS, first);
        return new PictureLatents(LatentResize.bilinear(latents, first, shape), null, pipeline(pack, false), false);
    }

    /**
     * Reads a picture's tensors.
     *
     * @param shape of the image's latents
     * @return empty if the image starts from noise alone
     * @throws Refusal INVALID_TENSOR or NOT_FINITE; UNSUPPORTED if the model does nothing but inpaint and there is no mask
     */
    static Optional<PictureLatents> of(ImageTensors embedded, Shape shape, DenoisingPack pack) {
        boolean isPicture = embedded.task().spec().sampling().strength() != null;
        boolean masked = isPicture && embedded.tensors().containsKey(MASK);
        if (pack.inputs().isForInpainting() && !masked) {
            var detail = "mask_image: " + pack.pack().name() + " does nothing but inpaint";
            throw Refusal.of(ProblemType.UNSUPPORTED, "mask_image", detail);
        }
        return isPicture ? Optional.of(of(embedded, shape, pipeline(pack, masked))) : Optional.empty();
    }

    private static PicturePipeline pipeline(DenoisingPack pack, boolean masked) {
        return pack.inputs().isForInpainting()
                ? PicturePipeline.INPAINTING_MODEL
                : PicturePipeline.of(pack.recipe().pictures(), masked);
    }

    /** Draws in the order of diffusers: a sample of the picture, the initial noise, a sample of the masked picture. */
    private static PictureLatents of(ImageTensors embedded, Shape shape, PicturePipeline pipeline) {
        var sampling = embedded.task().spec().sampling();
        var generator = new TorchGenerator(sampling.seed());
        float[] latents = floats(embedded, IMAGE_LATENTS_MEAN, shape);
        float[] std = floats(embedded, IMAGE_LATENTS_STD, shape);
        if (pipeline.drawsBefore(Objects.requireNonNullElse(sampling.strength(), 0.0)) > 0) {
            addNoise(latents, std, generator);
        }
        if (!embedded.tensors().containsKey(MASK)) {
            return new PictureLatents(latents, null, pipeline);
        }
        float[] mask = mask(embedded, Shape.of(shape.dim(1), shape.dim(2)));
        float[] noise = new float[latents.length];
        generator.fillNormal(noise);
        if (pipeline != PicturePipeline.INPAINTING_MODEL) {
            return new PictureLatents(latents, new KeptPicture(mask, latents, noise), pipeline);
        }
        float[] rest = floats(embedded, MASKED_IMAGE_LATENTS_MEAN, shape);
        addNoise(rest, floats(embedded, MASKED_IMAGE_LATENTS_STD, shape), generator);
        return new PictureLatents(latents, new MaskedPicture(mask, rest), pipeline);
    }

    private static void addNoise(float[] mean, float[] std, TorchGenerator generator) {
        float[] noise = new float[mean.length];
        generator.fillNormal(noise);
        for (int i = 0; i < mean.length; i++) {
            mean[i] += std[i] * noise[i];
        }
    }

    private static float[] mask(ImageTensors embedded, Shape shape) {
        float[] mask = floats(embedded, MASK, shape);
        for (float value : mask) {
            if (value < 0 || value > 1) {
                throw Refusal.of(ProblemType.INVALID_TENSOR, MASK, MASK + " holds " + value + "; expected 0 to 1");
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
