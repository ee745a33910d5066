package io.calotype.encoder.text;

import io.calotype.contracts.tensor.Tensor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The denoiser's input from a prompt.
 *
 * @param tokens of the prompt
 * @param tensors by their names on the wire: {@code prompt_embeds} F32 {@code [S, D]}, {@code pooled_prompt_embeds} F32
 *     {@code [D]}, with a masked model {@code prompt_attention_mask} I64 {@code [S]}, and with guidance the same of the
 *     negative prompt; if the image starts from a picture, that picture's too
 * @param warnings what the prompt's sender should know
 * @param compute how long it took
 */
public record Conditioning(Tokens tokens, Map<String, Tensor> tensors, List<String> warnings, Duration compute) {

    /** Copies map and list. */
    public Conditioning {
        tensors = Map.copyOf(tensors);
        warnings = List.copyOf(warnings);
    }

    /** Returns this and more tensors, which took so much longer. */
    public Conditioning with(Map<String, Tensor> more, Duration longer) {
        var all = new HashMap<>(tensors);
        all.putAll(more);
        return new Conditioning(tokens, all, warnings, compute.plus(longer));
    }
}
