package io.calotype.decoder.meaning;

import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.picture.PixelRows;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What an image's prompt and picture mean to its pack. */
public final class Meanings implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Meanings.class);
    private static final String POOLED = ImageTensors.POOLED_PROMPT_EMBEDS;

    private final boolean tellPrompt;
    private final Optional<ImageEncoder> encoder;

    /**
     * Takes over the encoder.
     *
     * @param tellPrompt whether those who read completed events may know the prompt
     */
    Meanings(boolean tellPrompt, Optional<ImageEncoder> encoder) {
        this.tellPrompt = tellPrompt;
        this.encoder = encoder;
    }

    /**
     * Returns the prompt and its embedding, or null where it is not told; without embedding if an older denoiser did not pass it on.
     *
     * @throws io.calotype.contracts.problem.Refusal if the embedding is none
     */
    public @Nullable PromptMeaning ofPrompt(ImageTensors latents) {
        return tellPrompt
                ? new PromptMeaning(
                        latents.task().spec().prompt(), direction(latents).orElse(null))
                : null;
    }

    /** Returns what the picture shows, or null without an image encoder and where it fails: the picture is complete all the same. */
    public @Nullable ImageMeaning ofPicture(PixelRows picture, ImageTensors latents) {
        try {
            return encoder.flatMap(present -> embed(present, picture, latents)).orElse(null);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "imageId=%s has no embedding of its picture: %s",
                    latents.task().id(), e.getMessage());
            return null;
        }
    }

    private static Optional<ImageMeaning> embed(ImageEncoder encoder, PixelRows picture, ImageTensors latents) {
        return encoder.embed(picture)
                .map(shown -> new ImageMeaning(
                        shown,
                        direction(latents)
                                .filter(prompt -> encoder.sharesTextSpace() && prompt.width() == shown.width())
                                .map(shown::cosine)
                                .orElse(null)));
    }

    private static Optional<UnitVector> direction(ImageTensors latents) {
        return Optional.ofNullable(latents.tensors().get(POOLED)).flatMap(pooled -> UnitVector.of(POOLED, pooled));
    }

    @Override
    public void close() {
        encoder.ifPresent(ImageEncoder::close);
    }
}
