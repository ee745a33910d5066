package io.calotype.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream of pictures.
 *
 * @param type {@code image_generation} or {@code image_edit}, with {@code .partial_image} or {@code .completed}
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

    /** What a stream is about, as the events of the two begin. */
    enum Task {
        GENERATION("image_generation"),
        EDIT("image_edit");

        private final String prefix;

        Task(String prefix) {
            this.prefix = prefix;
        }
    }

    static ImageEvent partial(Task task, String b64Json, long createdAt, String size, String format, int index) {
        return new ImageEvent(
                task.prefix + ".partial_image", b64Json, createdAt, size, "auto", "opaque", format, index, null);
    }

    static ImageEvent completed(
            Task task, String b64Json, long createdAt, String size, String format, Generated.Usage usage) {
        return new ImageEvent(
                task.prefix + ".completed", b64Json, createdAt, size, "auto", "opaque", format, null, usage);
    }
}
