package io.calotype.encoder.picture;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.Resize;
import io.calotype.messaging.store.ObjectRefusedException;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/** Fetches the pictures that prompts start from, and decodes them within {@link PictureMemory}. */
@ApplicationScoped
public class SourcePictures {

    private final ModelPack pack;
    private final ObjectStore store;
    private final PictureMemory memory;

    SourcePictures(ModelPack pack, ObjectStore store, PictureMemory memory) {
        this.pack = pack;
        this.store = store;
        this.memory = memory;
    }

    /**
     * Gets a prompt's picture and mask, at the size that its images will have.
     *
     * @param prompt one that starts from a picture
     * @throws Refusal that names the field if one is not there, not a picture, or too large
     */
    public SourcePicture get(PromptParameters prompt) {
        var request = Objects.requireNonNull(prompt.picture(), "a prompt without picture");
        var sized = image(prompt, bytes("image", request.image()));
        var size = new ImageSize(sized.width(), sized.height());
        return new SourcePicture(
                size,
                sized,
                Optional.ofNullable(request.maskImage()).map(mask -> mask(size, bytes("mask_image", mask))));
    }

    /**
     * Gets a picture for somebody else's use.
     *
     * @param field what refusals name
     * @param bytes how much memory the use takes beside the picture, by the picture's height
     * @throws Refusal that names the field if it is not there, not a picture, or too large
     */
    public <T> T read(String field, PictureReference reference, IntToLongFunction bytes, Function<PixelRows, T> use) {
        var encoded = bytes(field, reference);
        var header = PictureHeader.of(field, encoded);
        return read(field, header, encoded, bytes.applyAsLong(header.uprightHeight()), use);
    }

    private Pixels image(PromptParameters prompt, byte[] encoded) {
        var header = PictureHeader.of("image", encoded);
        var size = PictureSize.of(
                        header, prompt.output().width(), prompt.output().height(), pack.defaults())
                .requireMultipleOf(pack.settings().sizeMultiple());
        return read("image", header, encoded, bytes(header, size), rows -> Resize.to(size, rows.map(Pixels::onWhite)));
    }

    private RepaintMask mask(ImageSize size, byte[] encoded) {
        var header = PictureHeader.of("mask_image", encoded);
        return read("mask_image", header, encoded, bytes(header, size), rows -> RepaintMask.of(rows, size));
    }

    private static long bytes(PictureHeader header, ImageSize size) {
        return Resize.bytes(size.width(), size.height(), header.uprightHeight());
    }

    /** Decodes and uses a picture while there is memory for both. */
    private <T> T read(String field, PictureHeader header, byte[] encoded, long useBytes, Function<PixelRows, T> use) {
        long bytes = encoded.length + header.decodedBytes() + useBytes;
        return memory.within(field, header, bytes, () -> use.apply(PictureReader.read(field, header, encoded)));
    }

    private byte[] bytes(String field, PictureReference reference) {
        return reference.isInline() ? reference.bytes() : fetch(field, reference.objectKey());
    }

    private byte[] fetch(String field, String key) {
        try {
            return store.get(key, Limits.MAX_PICTURE_BYTES)
                    .orElseThrow(() -> Refusal.of(
                            ProblemType.INVALID_PARAMETER, field, field + " is " + key + "; there is no such object"));
        } catch (ObjectRefusedException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " is " + key + "; " + e.getMessage());
        } catch (ObjectTooLargeException e) {
            throw Refusal.of(
                    ProblemType.TOO_LARGE, field, field + " has more than " + Limits.MAX_PICTURE_BYTES + " bytes");
        }
    }
}
