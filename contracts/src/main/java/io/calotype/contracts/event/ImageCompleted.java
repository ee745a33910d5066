package io.calotype.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * A picture is stored.
 *
 * @param meaning of its prompt, unless those who read outcomes are not to know it
 * @param shown what the picture shows, where the pack has an image encoder
 * @param original the picture as it was drawn, if it was enlarged
 */
public record ImageCompleted(
        ImageTask task,
        StoredPicture picture,
        @Nullable PromptMeaning meaning,
        @Nullable ImageMeaning shown,
        @Nullable StoredPicture original) {

    /** A picture as it was drawn. */
    public ImageCompleted(
            ImageTask task, StoredPicture picture, @Nullable PromptMeaning meaning, @Nullable ImageMeaning shown) {
        this(task, picture, meaning, shown, null);
    }
}
