package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.tensor.UnitVector;
import java.util.List;

/**
 * What a text means to a model: the answer to {@link TextRequested}.
 *
 * @param id of the request
 * @param packDigest of the model pack that read the text
 * @param tokens as the encoder read them; {@code …} at the end marks a cut
 */
public record TextEmbedded(String id, String model, String packDigest, List<String> tokens, UnitVector embedding)
        implements EmbeddingAnswer {
    public TextEmbedded {
        ImageId.requirePromptId(id);
        GenerationSpec.requireName("model", model);
        tokens = List.copyOf(tokens);
    }
}
