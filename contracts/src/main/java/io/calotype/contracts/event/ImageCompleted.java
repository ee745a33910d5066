package io.calotype.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * A picture is stored.
 *
 * @param meaning of its prompt, unless those who read outcomes are not to know it
 */
public record ImageCompleted(
        ImageTask task, StoredPicture picture, @Nullable PromptMeaning meaning) {}
