package io.calotype.gateway.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.calotype.gateway.view.ImageView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of the gallery.
 *
 * @param nextCursor the cursor of the next page; null on the last one
 */
public record GalleryPage(List<Picture> images, @Nullable String nextCursor) {

    /**
     * One picture.
     *
     * @param prompt its text; null where the operator hides it
     * @param createdAt when the prompt was accepted, ISO 8601, UTC
     * @param score how near it is to the text or picture that the gallery was searched for, at most 1: the cosine, to a text
     *     relative to how near the model's pictures are to their own prompts; absent without a search
     */
    @Schema(name = "GalleryImage")
    public record Picture(
            @JsonUnwrapped ImageView image,
            @Nullable String prompt,
            String createdAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double score) {}
}
