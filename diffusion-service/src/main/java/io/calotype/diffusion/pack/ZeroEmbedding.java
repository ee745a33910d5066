package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.RowVector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What an encoder would send, all zeros: a pack can be tried with it. */
public final class ZeroEmbedding {

    private ZeroEmbedding() {}

    /** Returns the tensors of an image that starts from noise. */
    public static ImageTensors of(DenoisingPack pack, ImageTask task) {
        var tensors = new HashMap<String, Tensor>();
        put(tensors, "", pack);
        if (pack.recipe().guidance().guided(task.spec().sampling())) {
            put(tensors, EmbeddingCheck.NEGATIVE, pack);
        }
        return new ImageTensors(task, tensors);
    }

    private static void put(Map<String, Tensor> tensors, String prefix, DenoisingPack pack) {
        var inputs = pack.inputs();
        long tokens = pack.tokens().orElse((long) pack.pack().settings().maxSequenceLength());
        tensors.put(prefix + "prompt_embeds", Tensor.zeros(Shape.of(tokens, inputs.textWidth())));
        if (inputs.mask().isPresent()) {
            var all = new long[Math.toIntExact(tokens)];
            Arrays.fill(all, 1);
            tensors.put(prefix + "prompt_attention_mask", Tensor.ofLongs(Shape.of(tokens), all));
        }
        inputs.vectors().stream()
                .filter(vector -> vector.kind() == RowVector.Kind.POOLED)
                .forEach(pooled -> tensors.put(
                        prefix + ImageTensors.POOLED_PROMPT_EMBEDS, Tensor.zeros(Shape.of(pooled.width()))));
    }
}
