package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.encoder.picture.ControlPictures;
import io.calotype.encoder.picture.SourcePictures;
import io.calotype.encoder.text.Conditioner;
import io.calotype.encoder.vae.SourcePictureEncoder;
import io.calotype.inference.control.ControlShelf;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Encodes a prompt: its texts, and the picture to start from if there is one. */
@ApplicationScoped
class PromptConditioner {

    private final ModelPack pack;
    private final Conditioner texts;
    private final SourcePictures pictures;
    private final SourcePictureEncoder encoder;
    private final ControlPictures controlPictures;
    private final LoraShelf loras;
    private final ControlShelf controls;

    PromptConditioner(
            ModelPack pack,
            Conditioner texts,
            SourcePictures pictures,
            ControlPictures controlPictures,
            SourcePictureEncoder encoder) {
        this.pack = pack;
        this.texts = texts;
        this.pictures = pictures;
        this.controlPictures = controlPictures;
        this.encoder = encoder;
        loras = LoraShelf.of(pack);
        controls = ControlShelf.of(pack);
    }

    /** Returns the digest of the pack that it encodes for. */
    String packDigest() {
        return pack.digest();
    }

    /**
     * Encodes a prompt once for all its images.
     *
     * @param first one of the images
     * @throws io.calotype.contracts.problem.Refusal if the pack cannot draw it
     */
    Conditioned condition(PromptParameters prompt, ImageId first) {
        encoder.require(prompt.picture());
        var adapters = new Adapters(loras.find(prompt.loras()), controls.find(prompt.controls()));
        if (prompt.picture() == null) {
            return conditioned(prompt, first, pack.defaults(), adapters);
        }
        long start = System.nanoTime();
        var picture = pictures.get(prompt);
        var sized = pack.defaults().sized(picture.size());
        var tensors = encoder.encode(picture);
        var compute = Duration.ofNanos(System.nanoTime() - start);
        return conditioned(prompt, first, sized, adapters).with(tensors, compute);
    }

    private Conditioned conditioned(PromptParameters prompt, ImageId first, PackDefaults defaults, Adapters adapters) {
        var spec = prompt.resolve(defaults, first).withAdapters(adapters);
        controls.requireSize(adapters.controls(), spec.size());
        var pictures = controlPictures.get(prompt.controls(), spec.size());
        return new Conditioned(
                defaults,
                texts.condition(spec).with(pictures.tensors(), Duration.ZERO),
                adapters.withControlImages(pictures.kept()));
    }
}
