package io.calotype.decoder.render;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.decoder.picture.PictureFileEncoder;
import io.calotype.decoder.picture.ProvenanceWriter;
import io.calotype.decoder.vae.VaeDecoder;
import jakarta.enterprise.context.ApplicationScoped;

/** Renders the file of a picture: latents to pixels to bytes, the same bytes for the same task. */
@ApplicationScoped
public class PictureRenderer {

    private final VaeDecoder decoder;
    private final ProvenanceWriter provenance;

    PictureRenderer(VaeDecoder decoder, ProvenanceWriter provenance) {
        this.decoder = decoder;
        this.provenance = provenance;
    }

    /**
     * Returns the file.
     *
     * @param latents F32 {@code [C, h, w]}
     * @throws io.calotype.contracts.problem.Refusal if they are not those of the task's size, or not finite
     */
    public byte[] render(ImageTask task, Tensor latents) {
        var picture = decoder.decode(latents, task.spec().size());
        return PictureFileEncoder.of(task.spec().outputFormat()).encode(picture, provenance.of(task));
    }
}
