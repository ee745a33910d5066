package io.calotype.gateway.owner;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.store.ErasableImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whose images are: their prompts' sources, from the gateway's memory or else from the images' ends. */
@ApplicationScoped
public class ImageOwners {

    private final PromptBook book;
    private final ErasableImages images;

    ImageOwners(PromptBook book, ErasableImages images) {
        this.book = book;
        this.images = images;
    }

    /** Returns the source of the prompt that an image is of, if anything is known of it; may block on the object store. */
    public Optional<String> of(ImageId image) {
        return book.find(image.promptId()).map(PromptEntry::owner).or(() -> images.end(image)
                .map(end -> Events.imageOutcome(end.event()).origin().source()));
    }

    /**
     * Tells whether a caller may use an image, if there is one; may block on the object store.
     *
     * <p>What is older than ends are has no known owner, and is everybody's.
     */
    public boolean mayUse(Caller caller, ImageId image) {
        return caller.ownsAll() || of(image).map(caller::owns).orElse(true);
    }
}
