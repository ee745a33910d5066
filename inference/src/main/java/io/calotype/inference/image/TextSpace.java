package io.calotype.inference.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.pack.ModelPack;

/**
 * Whether a pack's pictures and prompts are compared: the cosine of two vectors from different spaces says nothing, even where
 * their widths are the same.
 */
final class TextSpace {

    private static final String WIDTH = "projection_dim";

    private TextSpace() {}

    /** Both are projected to the same width, as CLIP's two halves are, or the image encoder's config says it. */
    static boolean isSharedBy(ModelPack pack, String component) {
        var image = pack.config(component);
        var text = pack.config(pack.has("text_encoder_2") ? "text_encoder_2" : "text_encoder");
        boolean projected = is(image, "CLIPVisionModelWithProjection")
                && is(text, "CLIPTextModelWithProjection")
                && image.path(WIDTH).asInt() == text.path(WIDTH).asInt();
        return projected || image.path("shares_space_of_pooled_prompt_embeds").asBoolean();
    }

    private static boolean is(JsonNode config, String architecture) {
        return config.path("architectures").path(0).asText().equals(architecture);
    }
}
