package io.calotype.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream of pictures.
 *
 * @param type {@code image_generation.partial_image} or {@code image_generation.completed}
 * @param createdAt seconds since 1970
 * @param partialImageIndex from 0, absent in the completed picture
 * @param usage in the completed picture only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageEvent(
        String type,
        @JsonProperty("b64_json") String b64Json,
        long createdAt,
        String size,
        String quality,
        String background,
        String outputFormat,
        @Nullable Integer partialImageIndex,
        Generated.@Nullable Usage usage) {

    static ImageEvent partial(String b64Json, long createdAt, String size, String format, int index) {
        return new ImageEvent(
                "image_generation.partial_image", b64Json, createdAt, size, "auto", "opaque", format, index, null);
    }

    static ImageEvent completed(String b64Json, long createdAt, String size, String format, Generated.Usage usage) {
        return new ImageEvent(
                "image_generation.completed", b64Json, createdAt, size, "auto", "opaque", format, null, usage);
    }
}
