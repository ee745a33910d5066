package io.calotype.encoder.text;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.tensor.Tensor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Encodes what a prompt needs: the prompt, and with guidance the negative prompt. */
@ApplicationScoped
public class Conditioner {

    private final PackText text;
    private final UnknownWords unknownWords;

    Conditioner(PackText text, UnknownWords unknownWords) {
        this.text = text;
        this.unknownWords = unknownWords;
    }

    /** Returns what all images of a prompt have in common. */
    public Conditioning condition(GenerationSpec spec) {
        long start = System.nanoTime();
        var loras = text.ofTexts(spec.loras());
        var words = text.read(spec.promptWeights(), "prompt", spec.prompt()).withLoras(loras);
        var negativeWords = text.read(spec.promptWeights(), "negative_prompt", spec.negativePrompt())
                .withLoras(loras);
        var prompt = text.embedPrompt(words);
        var warnings = new ArrayList<>(unknownWords.warnings(words.text()));
        text.ignoredWeights(spec).ifPresent(warnings::add);
        prompt.tokens().warning("prompt").ifPresent(warnings::add);
        var tensors = new HashMap<String, Tensor>();
        if (text.guided(spec.sampling())) {
            var negative = text.embedNegative(negativeWords);
            negative.tokens().warning("negative prompt").ifPresent(warnings::add);
            put(tensors, "", text.asLongAs(negative, prompt, loras));
            put(tensors, "negative_", text.asLongAs(prompt, negative, loras));
        } else {
            put(tensors, "", prompt);
        }
        return new Conditioning(prompt.tokens(), tensors, warnings, Duration.ofNanos(System.nanoTime() - start));
    }

    private void put(Map<String, Tensor> tensors, String prefix, TextEmbedding embedding) {
        tensors.put(prefix + "prompt_embeds", embedding.states());
        tensors.put(prefix + ImageTensors.POOLED_PROMPT_EMBEDS, embedding.pooled());
        if (text.masked()) {
            tensors.put(prefix + "prompt_attention_mask", embedding.mask());
        }
    }
}
