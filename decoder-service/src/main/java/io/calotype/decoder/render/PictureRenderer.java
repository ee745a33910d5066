package io.calotype.decoder.render;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.decoder.safety.CheckedPicture;
import io.calotype.decoder.safety.SafetyPolicy;
import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.pictures.credentials.ContentCredentials;
import io.calotype.pictures.file.Picture;
import io.calotype.pictures.file.PictureFileEncoder;
import jakarta.enterprise.context.ApplicationScoped;

/** Renders pictures: latents to pixels to the bytes of a file, the same bytes for the same task. */
@ApplicationScoped
public class PictureRenderer {

    private final VaeDecoder decoder;
    private final ProvenanceWriter provenance;
    private final ContentCredentials credentials;
    private final SafetyPolicy safety;

    PictureRenderer(
            VaeDecoder decoder, ProvenanceWriter provenance, ContentCredentials credentials, SafetyPolicy safety) {
        this.safety = safety;
        this.decoder = decoder;
        this.provenance = provenance;
        this.credentials = credentials;
    }

    /**
     * Returns the picture as it may be stored.
     *
     * @param latents F32 {@code [C, h, w]}
     * @throws io.calotype.contracts.problem.Refusal if they are not those of the task's size, or not finite, or if the
     *     picture must not be stored
     */
    public CheckedPicture render(ImageTask task, Tensor latents) {
        var picture = decoder.decode(latents, task.spec().drawnSize());
        return safety.check(picture, task.origin().source());
    }

    /** Returns the version of the pack that draws. */
    public String packVersion() {
        return provenance.packVersion();
    }

    /** Returns the picture's file in the format that the task asks for. */
    public byte[] file(ImageTask task, Picture picture) {
        var format = task.spec().outputFormat();
        return credentials.addTo(PictureFileEncoder.of(format).encode(picture, provenance.of(task)), format);
    }
}
