package io.calotype.inference.prepare;

import io.calotype.inference.family.LatentLayout;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.util.stream.Stream;

/** How many channels a pack's latents have: its denoiser and its VAE must agree. */
public final class LatentChannels {

    private static final long STABLE_DIFFUSION = 4; // if the export does not say

    private LatentChannels() {}

    /** Returns the number; {@link PackException} names the denoiser if the VAE decodes another. */
    public static long of(ModelPack pack, OnnxModel denoiser) {
        var recipe = pack.family().denoiser();
        long declared = Stream.of("sample", "hidden_states")
                .flatMap(name -> denoiser.input(name).stream())
                .filter(input -> input.rank() == recipe.layout().rank())
                .map(input -> input.dimensions().get(recipe.layout().channelDimension()))
                .findFirst()
                .orElse(TensorInfo.FREE);
        long taken = recipe.layout().latentChannels(declared == TensorInfo.FREE ? configured(pack) : declared);
        long decoded = decoded(pack, taken);
        if (taken != decoded && !isInpainting(pack, taken, decoded)) {
            throw new PackException(
                    pack.model(recipe.component()),
                    "takes latents of " + taken + " channels; vae_decoder/config.json has latent_channels " + decoded
                            + "; export both from one checkpoint");
        }
        return decoded;
    }

    /**
     * Returns whether a pack does nothing but inpaint: its UNet takes a mask and the latents of the masked picture behind the latents,
     * {@code [B, 2 C + 1, h, w]}.
     */
    public static boolean areForInpainting(ModelPack pack) {
        long taken = configured(pack);
        return isInpainting(pack, taken, decoded(pack, taken));
    }

    private static boolean isInpainting(ModelPack pack, long taken, long decoded) {
        return pack.family().denoiser().layout() == LatentLayout.PLANES && taken == 2 * decoded + 1;
    }

    private static long configured(ModelPack pack) {
        return pack.config(pack.family().denoiser().component())
                .path("in_channels")
                .asLong(STABLE_DIFFUSION);
    }

    private static long decoded(ModelPack pack, long otherwise) {
        return pack.config("vae_decoder").path("latent_channels").asLong(otherwise);
    }
}
