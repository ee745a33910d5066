package io.calotype.gateway.picture;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An image that was erased.
 *
 * @param remains topics that may hold it until their records are deleted
 */
@Schema(name = "ErasedImage")
public record ErasedImage(String id, List<Remains> remains) {

    public ErasedImage {
        remains = List.copyOf(remains);
    }

    /** What a topic may hold, and for how long. */
    @Schema(name = "Remains")
    public record Remains(String topic, long retentionSeconds) {}
}
