package io.calotype.inference.prepare;

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
        long taken = declared == TensorInfo.FREE
                ? pack.config(recipe.component()).path("in_channels").asLong(STABLE_DIFFUSION)
                : declared;
        long channels = recipe.layout().latentChannels(taken);
        long decoded = pack.config("vae_decoder").path("latent_channels").asLong(channels);
        if (decoded != channels) {
            throw new PackException(
                    pack.model(recipe.component()),
                    "takes latents of " + channels + " channels; vae_decoder/config.json has latent_channels " + decoded
                            + "; export both from one checkpoint");
        }
        return channels;
    }
}
