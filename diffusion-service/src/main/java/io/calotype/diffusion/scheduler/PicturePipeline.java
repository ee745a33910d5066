package io.calotype.diffusion.scheduler;

/** The pipelines of diffusers that start from a picture; they differ in what they draw from the seed's generator, and when. */
public enum PicturePipeline {
    /** {@code StableDiffusionImg2ImgPipeline}: strength determines how many of the steps are taken. */
    IMAGE_TO_IMAGE(0),
    /**
     * {@code LatentConsistencyModelImg2ImgPipeline}: with a scheduler of distilled models all steps are taken, and strength
     * determines how high they start.
     */
    CONSISTENCY_IMAGE_TO_IMAGE(0),
    /** {@code StableDiffusionInpaintPipeline}: strength 1 starts from noise alone; the masked picture is encoded all the same. */
    INPAINTING(1);

    /** How many fields of the latents' shape are drawn before the initial noise: one, to sample the encoded picture. */
    public static final int DRAWS_BEFORE = 1;

    private final int drawsAfter;

    PicturePipeline(int drawsAfter) {
        this.drawsAfter = drawsAfter;
    }

    /** Returns how many fields of the latents' shape are drawn between the initial noise and the first step. */
    int drawsAfter() {
        return drawsAfter;
    }
}
