package io.calotype.encoder.image;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.encoder.picture.SourcePictures;
import io.calotype.inference.image.ImageEncoder;
import java.util.Optional;

/** Says what a picture shows, if the pack has an image encoder. */
public final class PictureEmbedder implements AutoCloseable {

    private static final String FIELD = "picture";

    private final SourcePictures pictures;
    private final Optional<ImageEncoder> encoder;

    /** Takes over the encoder. */
    PictureEmbedder(SourcePictures pictures, Optional<ImageEncoder> encoder) {
        this.pictures = pictures;
        this.encoder = encoder;
    }

    /**
     * Fetches and embeds a picture.
     *
     * @throws Refusal that says what is wrong with the picture, or UNSUPPORTED without an image encoder
     */
    public UnitVector embed(PictureReference picture) {
        var present = encoder.orElseThrow(() -> refused(ProblemType.UNSUPPORTED, "the model has no image encoder"));
        return pictures.read(FIELD, picture, present::bytes, present::embed)
                .orElseThrow(() -> refused(ProblemType.INVALID_PARAMETER, FIELD + " shows nothing"));
    }

    private static Refusal refused(ProblemType type, String detail) {
        return Refusal.of(type, FIELD, detail);
    }

    @Override
    public void close() {
        encoder.ifPresent(ImageEncoder::close);
    }
}
