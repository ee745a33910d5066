package io.calotype.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * A picture is stored.
 *
 * @param sha256 of the object's bytes, in hexadecimal
 * @param size of the object in bytes
 * @param meaning of its prompt, unless those who read outcomes are not to know it
 */
public record ImageCompleted(
        ImageTask task,
        String bucket,
        String key,
        String sha256,
        long size,
        String contentType,
        @Nullable PromptMeaning meaning) {}
