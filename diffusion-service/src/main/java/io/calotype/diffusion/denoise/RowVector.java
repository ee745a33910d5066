package io.calotype.diffusion.denoise;

import io.calotype.inference.onnx.TensorInfo;
import java.util.List;

/**
 * A vector that a model takes per row, besides latents and token states.
 *
 * @param info the input [B, width]
 * @param kind its meaning
 */
public record RowVector(TensorInfo info, Kind kind) {

    /** The meanings of vectors, and their names in exports. */
    public enum Kind {
        /** The prompt as a whole. */
        POOLED("pooled_projections", "text_embeds"),
        /** Original size, crop and target size of the picture, as Stable Diffusion XL was trained with. */
        TIME_IDS("time_ids"),
        /** The guidance scale, for models that have guidance built in. */
        GUIDANCE("timestep_cond");

        @SuppressWarnings("ImmutableEnumChecker") // of List.of
        private final List<String> names;

        Kind(String... names) {
            this.names = List.of(names);
        }

        List<String> names() {
            return names;
        }
    }

    /** How many numbers it is. */
    public int width() {
        return Math.toIntExact(info.dimensions().get(1));
    }
}
