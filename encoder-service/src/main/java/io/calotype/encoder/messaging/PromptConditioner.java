package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.ImageId;
import io.calotype.encoder.picture.SourcePictures;
import io.calotype.encoder.text.Conditioner;
import io.calotype.encoder.vae.SourcePictureEncoder;
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
    private final LoraShelf shelf;

    PromptConditioner(ModelPack pack, Conditioner texts, SourcePictures pictures, SourcePictureEncoder encoder) {
        this.pack = pack;
        shelf = LoraShelf.of(pack);
        this.texts = texts;
        this.pictures = pictures;
        this.encoder = encoder;
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
        var loras = shelf.find(prompt.loras());
        if (prompt.picture() == null) {
            var spec = prompt.resolve(pack.defaults(), first).withLoras(loras);
            return new Conditioned(pack.defaults(), texts.condition(spec), loras);
        }
        long start = System.nanoTime();
        var picture = pictures.get(prompt);
        var sized = pack.defaults().sized(picture.size());
        var tensors = encoder.encode(picture);
        var compute = Duration.ofNanos(System.nanoTime() - start);
        var spec = prompt.resolve(sized, first).withLoras(loras);
        return new Conditioned(sized, texts.condition(spec).with(tensors, compute), loras);
    }
}
