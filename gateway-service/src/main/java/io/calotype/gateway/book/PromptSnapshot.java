package io.calotype.gateway.book;

import io.calotype.contracts.event.PromptRequested;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a prompt at one moment.
 *
 * @param createdAt when its first record was written
 * @param request the prompt event, null while only events of its images have been read
 * @param tokens the prompt's tokens, null until the encoder has sent them
 * @param warnings what its sender should know
 * @param images all images, by index
 */
public record PromptSnapshot(
        String id,
        Instant createdAt,
        @Nullable PromptRequested request,
        @Nullable List<String> tokens,
        List<String> warnings,
        List<ImageSnapshot> images) {

    public PromptSnapshot {
        tokens = tokens == null ? null : List.copyOf(tokens);
        warnings = List.copyOf(warnings);
        images = List.copyOf(images);
    }

    /** Tells whether every image has its terminal state. */
    public boolean ended() {
        return images.stream().allMatch(ImageSnapshot::ended);
    }
}
