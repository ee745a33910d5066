package io.calotype.diffusion.scheduler;

import io.calotype.inference.family.PictureRule;

/**
 * The pipelines of diffusers that start from a picture; they differ in what strength means, and in what they draw from the seed's
 * generator, and when.
 */
public enum PicturePipeline {
    /** {@code StableDiffusionImg2ImgPipeline}: strength determines how many of the steps are taken. */
    IMAGE_TO_IMAGE(false),
    /**
     * {@code LatentConsistencyModelImg2ImgPipeline}: with a scheduler of distilled models all steps are taken, and strength
     * determines how high they start.
     */
    CONSISTENCY_IMAGE_TO_IMAGE(false),
    /** {@code StableDiffusionInpaintPipeline}: strength 1 starts from noise alone; the masked picture is encoded all the same. */
    INPAINTING(true),
    /** The same with a model of 9 channels, which at strength 1 does not encode the picture, and always the masked one. */
    INPAINTING_MODEL(true),
    /** {@code StableDiffusion3Img2ImgPipeline}, {@code FluxImg2ImgPipeline}: strength determines how many steps are left out. */
    FLOW_IMAGE_TO_IMAGE(false),
    /** {@code StableDiffusion3InpaintPipeline}, {@code FluxInpaintPipeline}: as both above. */
    FLOW_INPAINTING(true);

    private final boolean masked;

    PicturePipeline(boolean masked) {
        this.masked = masked;
    }

    /** Returns the pipeline of a family, with or without a mask. */
    public static PicturePipeline of(PictureRule rule, boolean masked) {
        return switch (rule) {
            case STEPS -> masked ? INPAINTING : IMAGE_TO_IMAGE;
            case DISTILLED -> masked ? INPAINTING : CONSISTENCY_IMAGE_TO_IMAGE;
            case FLOW -> masked ? FLOW_INPAINTING : FLOW_IMAGE_TO_IMAGE;
        };
    }

    /** Returns whether strength 1 starts from noise alone. */
    boolean startsFromNoise() {
        return masked;
    }

    /** Returns how many fields of the latents' shape are drawn before the initial noise: one to sample the encoded picture, if it is. */
    public int drawsBefore(double strength) {
        return this == INPAINTING_MODEL && strength == 1 ? 0 : 1;
    }

    /** Returns how many fields of the latents' shape are drawn between the initial noise and the first step. */
    int drawsAfter() {
        return masked ? 1 : 0;
    }

    /** Returns how many of the requested steps are skipped, in the rounding of diffusers. */
    int skipped(int steps, double strength) {
        return this == FLOW_IMAGE_TO_IMAGE || this == FLOW_INPAINTING
                ? (int) Math.max(steps - Math.min(steps * strength, steps), 0)
                : steps - (int) (steps * strength);
    }
}
