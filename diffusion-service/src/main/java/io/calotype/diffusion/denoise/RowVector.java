package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.TensorInfo;
import java.util.List;

/**
 * A vector that a model takes per row, besides latents and token states.
 *
 * @param info the input [B, width], or [B] for a single number
 * @param kind its meaning
 */
public record RowVector(TensorInfo info, Kind kind) {

    /** The meanings of vectors, and their names in exports. */
    public enum Kind {
        /** The prompt as a whole. */
        POOLED("pooled_projections", "text_embeds"),
        /** Original size, crop and target size of the picture, as Stable Diffusion XL was trained with. */
        TIME_IDS("time_ids"),
        /** The sinusoids of the guidance scale, for latent consistency models. */
        GUIDANCE_EMBEDDING("timestep_cond"),
        /** The guidance scale itself. */
        GUIDANCE("guidance");

        @SuppressWarnings("ImmutableEnumChecker") // of List.of
        private final List<String> names;

        Kind(String... names) {
            this.names = List.of(names);
        }

        List<String> names() {
            return names;
        }

        int rank() {
            return this == GUIDANCE ? 1 : 2;
        }
    }

    /** How many numbers it is. */
    public int width() {
        return info.rank() == 1 ? 1 : Math.toIntExact(info.dimensions().get(1));
    }

    Shape shape(int rows) {
        return info.rank() == 1 ? Shape.of(rows) : Shape.of(rows, width());
    }
}
