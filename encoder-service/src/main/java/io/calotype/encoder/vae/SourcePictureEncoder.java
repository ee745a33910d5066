package io.calotype.encoder.vae;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.picture.SourcePicture;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.LatentChannels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encodes the picture that a prompt's images start from, if the pack can. */
public final class SourcePictureEncoder implements AutoCloseable {

    private final ModelPack pack;
    private final Optional<VaeEncoder> vae;
    private final boolean isForInpainting;

    private SourcePictureEncoder(ModelPack pack, Optional<VaeEncoder> vae) {
        this.pack = pack;
        this.vae = vae;
        isForInpainting = LatentChannels.areForInpainting(pack);
        if (isForInpainting && vae.isEmpty()) {
            throw new PackException(
                    pack.directory().resolve("vae_encoder"),
                    "gives no distribution or is missing; a model that does nothing but inpaint needs it");
        }
    }

    /** Verifies and loads a pack's {@code vae_encoder}, if it has one; one that does nothing but inpaint must. */
    public static SourcePictureEncoder open(ModelPack pack, SessionSettings settings) {
        return new SourcePictureEncoder(pack, VaeEncoder.open(pack, settings));
    }

    /**
     * Checks that the pack can start from what a prompt asks for.
     *
     * @param picture null for noise alone
     * @throws Refusal UNSUPPORTED if not
     */
    public void require(@Nullable PictureRequest picture) {
        if (isForInpainting && (picture == null || picture.maskImage() == null)) {
            var field = picture == null ? "image" : "mask_image";
            var detail = field + ": " + pack.name() + " does nothing but inpaint: it needs an image and a mask_image";
            throw Refusal.of(ProblemType.UNSUPPORTED, field, detail);
        }
        if (picture != null && vae.isEmpty()) {
            var detail = "image: " + pack.name() + " has no vae_encoder to begin from a picture with";
            throw Refusal.of(ProblemType.UNSUPPORTED, "image", detail);
        }
    }

    /** Returns the picture's tensors by their names on the wire; see {@link ImageTensors}. */
    public Map<String, Tensor> encode(SourcePicture picture) {
        var encoder = vae.orElseThrow();
        var tensors = new HashMap<String, Tensor>();
        var whole = encoder.encode(picture.pixels());
        tensors.put(ImageTensors.IMAGE_LATENTS_MEAN, whole.mean());
        tensors.put(ImageTensors.IMAGE_LATENTS_STD, whole.std());
        picture.mask().ifPresent(mask -> {
            tensors.put(ImageTensors.MASK, mask.ofLatents(pack.settings().vaeScaleFactor()));
            if (isForInpainting) {
                var rest = encoder.encode(picture.pixels(), mask::repaints);
                tensors.put(ImageTensors.MASKED_IMAGE_LATENTS_MEAN, rest.mean());
                tensors.put(ImageTensors.MASKED_IMAGE_LATENTS_STD, rest.std());
            }
        });
        return tensors;
    }

    @Override
    public void close() {
        vae.ifPresent(VaeEncoder::close);
    }
}
