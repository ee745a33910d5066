package io.calotype.inference.family;

/**
 * How a family's denoising model is called.
 *
 * @param component its folder
 * @param layout how it takes latents
 * @param sizes which sizes it draws
 * @param timestep the unit of its timesteps
 * @param levels where a flow's noise levels come from
 * @param guidance what the guidance scale does
 * @param pictures how diffusers starts from a picture
 */
public record DenoiserRecipe(
        String component,
        LatentLayout layout,
        SizeRule sizes,
        TimestepUnit timestep,
        NoiseLevels levels,
        GuidanceRule guidance,
        PictureRule pictures) {

    static DenoiserRecipe unet(GuidanceRule guidance, PictureRule pictures) {
        return new DenoiserRecipe(
                "unet",
                LatentLayout.PLANES,
                SizeRule.LEVELS,
                TimestepUnit.TRAINED,
                NoiseLevels.OF_SCHEDULER,
                guidance,
                pictures);
    }
}
