package io.calotype.contracts.event;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.tensor.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * What a picture shows to a model: the answer to {@link PictureRequested}.
 *
 * @param id of the request
 * @param packDigest of the model pack that saw the picture
 * @param embedding by the pack's image encoder; null where there is a problem
 * @param problem why there is no embedding
 */
public record PictureEmbedded(
        String id,
        String model,
        String packDigest,
        @Nullable UnitVector embedding,
        @Nullable Problem problem) implements EmbeddingAnswer {
    public PictureEmbedded {
        ImageId.requirePromptId(id);
        GenerationSpec.requireName("model", model);
        if ((embedding == null) == (problem == null)) {
            throw new IllegalArgumentException("a picture has either an embedding or a problem");
        }
    }
}
