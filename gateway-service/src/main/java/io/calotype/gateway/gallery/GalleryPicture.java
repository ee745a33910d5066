package io.calotype.gateway.gallery;

import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.StoredImage;
import io.calotype.gateway.book.PromptSnapshot;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stored picture as the gallery knows it.
 *
 * @param prompt its text, if known
 * @param at when the prompt was accepted
 */
record GalleryPicture(StoredImage image, @Nullable String prompt, Instant at) {

    /** Returns the stored pictures of a prompt. */
    static Stream<GalleryPicture> of(PromptSnapshot prompt) {
        var request = prompt.request();
        return prompt.images().stream()
                .flatMap(image -> image.outcome().stream())
                .filter(StoredImage.class::isInstance)
                .map(StoredImage.class::cast)
                .map(image -> new GalleryPicture(
                        image,
                        request == null
                                ? text(image.meaning())
                                : request.parameters().prompt(),
                        prompt.createdAt()));
    }

    private static @Nullable String text(@Nullable PromptMeaning meaning) {
        return meaning == null ? null : meaning.prompt();
    }
}
