package io.calotype.gateway.input;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.spec.InputPicture;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.gateway.store.Bytes;
import io.calotype.gateway.store.InputStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Takes pictures of clients into the object store.
 *
 * <p>The key is made of the content, so the same picture is kept once, and a request that is repeated asks for the same.
 */
@ApplicationScoped
public class Inputs {

    private final InputStore store;

    Inputs(InputStore store) {
        this.store = store;
    }

    /**
     * Checks a picture and keeps it; blocks.
     *
     * @param field what a refusal names
     * @throws io.calotype.contracts.problem.Refusal if it is too large, or not a PNG, JPEG or WebP, whatever the client calls it
     * @throws io.calotype.gateway.store.StoreAway without the object store
     */
    public PictureReference keep(String field, Bytes content) {
        var picture = read(field, content);
        var reference = picture.reference();
        store.keep(reference.objectKey(), picture.format().contentType(), content);
        return reference;
    }

    /** Returns the prompt as it is published: its pictures replaced by their keys. */
    public Uni<PromptRequested> kept(PromptRequested prompt) {
        return prompt.hasInlinePictures()
                ? Uni.createFrom()
                        .item(() -> prompt.withPictures(this::kept))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : Uni.createFrom().item(prompt);
    }

    private PictureReference kept(String field, PictureReference picture) {
        return picture.isInline() ? keep(field, Bytes.of(picture.bytes())) : picture;
    }

    private static InputPicture read(String field, Bytes content) {
        try (var bytes = content.open()) {
            return InputPicture.read(field, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
