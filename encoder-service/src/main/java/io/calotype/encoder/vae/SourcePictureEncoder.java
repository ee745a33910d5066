package io.calotype.encoder.vae;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.picture.SourcePicture;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Encodes the picture that a prompt's images start from, if the pack can. */
public final class SourcePictureEncoder implements AutoCloseable {

    private final ModelPack pack;
    private final Optional<VaeEncoder> vae;

    private SourcePictureEncoder(ModelPack pack, Optional<VaeEncoder> vae) {
        this.pack = pack;
        this.vae = vae;
    }

    /** Verifies and loads a pack's {@code vae_encoder}, if it has one. */
    public static SourcePictureEncoder open(ModelPack pack, SessionSettings settings) {
        return new SourcePictureEncoder(pack, VaeEncoder.open(pack, settings));
    }

    /**
     * Returns whether the pack can start from pictures.
     *
     * @throws Refusal UNSUPPORTED if not
     */
    public void require() {
        if (vae.isEmpty()) {
            var detail = "image: " + pack.name() + " has no vae_encoder to begin from a picture with";
            throw Refusal.of(ProblemType.UNSUPPORTED, "image", detail);
        }
    }

    /** Returns the picture's tensors by their names on the wire; see {@link ImageTensors}. */
    public Map<String, Tensor> encode(SourcePicture picture) {
        require();
        var latents = vae.orElseThrow().encode(picture.pixels());
        var tensors = new HashMap<String, Tensor>();
        tensors.put(ImageTensors.IMAGE_LATENTS_MEAN, latents.mean());
        tensors.put(ImageTensors.IMAGE_LATENTS_STD, latents.std());
        picture.mask().ifPresent(mask -> tensors.put(ImageTensors.MASK, mask));
        return tensors;
    }

    @Override
    public void close() {
        vae.ifPresent(VaeEncoder::close);
    }
}
