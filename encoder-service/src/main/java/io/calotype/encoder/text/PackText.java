package io.calotype.encoder.text;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.family.TextPart;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Encodes texts with this process's pack, each once as long as it is remembered. */
@Startup(StartupOrder.BEFORE_CHANNELS)
@Singleton
public class PackText {

    private final ModelPack pack;
    private final MeasuredEmbedder embedder;
    private final EmbeddingCache cache;
    private final SharedEmbeddings shared;
    private final LoraShelf shelf;
    private final boolean zeros;
    private volatile boolean warm;

    PackText(ModelPack pack, MeasuredEmbedder embedder, EmbeddingCache cache, SharedEmbeddings shared) {
        this.pack = pack;
        this.embedder = embedder;
        this.cache = cache;
        this.shared = shared;
        shelf = LoraShelf.of(pack);
        boolean asTrained = pack.family().text().zerosForEmpty();
        zeros = pack.index().path("force_zeros_for_empty_prompt").asBoolean(asTrained);
    }

    /** Encodes what nearly every prompt needs, so that the first one does not wait for a cold model. */
    @PostConstruct
    void warmUp() {
        embed(pack.defaults().negativePrompt());
        warm = true;
    }

    /** Tells whether the model has encoded something. */
    public boolean isWarm() {
        return warm;
    }

    /** Returns the embedding of a text as it is, for the pack's denoiser. */
    public TextEmbedding embed(String text) {
        return cache.get(pack.digest(), WeightedText.plain(text), embedder::encode);
    }

    /** Returns a prompt's embedding for the pack's denoiser, which may be another encoder's work. */
    public TextEmbedding embedPrompt(WeightedText text) {
        return cache.get(pack.digest(), text, shared::get);
    }

    /**
     * Returns a negative prompt's embedding; an empty one is all zeros if the pack has {@code
     * force_zeros_for_empty_prompt}.
     */
    public TextEmbedding embedNegative(WeightedText text) {
        var embedding = embedPrompt(text);
        return text.source().isEmpty() && zeros ? embedding.zeros() : embedding;
    }

    /** Returns a text padded with windows of the empty text, until it is as long as another. */
    public TextEmbedding asLongAs(TextEmbedding other, TextEmbedding text, List<LoraUse> loras) {
        var padded = text;
        while (padded.length() < other.length()) {
            padded = padded.followedBy(embedPrompt(WeightedText.plain("").withLoras(loras)));
        }
        return padded;
    }

    /** Returns those LoRAs of an image that change how its texts are read. */
    List<LoraUse> ofTexts(List<LoraUse> loras) {
        var encoders =
                pack.family().text().parts().stream().map(TextPart::encoder).toList();
        return shelf.changing(encoders, loras);
    }

    /** Returns how the pack can read a prompt that wants its words weighted so. */
    WeightedText read(PromptWeights rule, String field, String prompt) {
        var text = WeightedText.read(pack.family().text().takesWeights() ? rule : PromptWeights.OFF, field, prompt);
        int most = pack.family().text().takesBreaks() ? Limits.MAX_PROMPT_WINDOWS : 1;
        if (text.windows().size() > most) {
            var detail = "%s has %d parts between BREAKs; this model reads at most %d"
                    .formatted(field, text.windows().size(), most);
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, field, detail);
        }
        return text;
    }

    /** Returns a warning if a prompt seems to give words weights, and nothing reads them. */
    Optional<String> ignoredWeights(GenerationSpec spec) {
        boolean reads = pack.family().text().takesWeights();
        boolean read = reads && spec.promptWeights() != PromptWeights.OFF;
        var reason = reads ? "prompt_weights is off" : "the model's text encoder reads none";
        return read || !WeightedText.seemsWeighted(spec.prompt())
                ? Optional.empty()
                : Optional.of("the prompt's weights are read as text: " + reason);
    }

    /** Returns whether the denoiser needs the negative prompt too. */
    public boolean guided(Sampling sampling) {
        return pack.family().denoiser().guidance().guided(sampling);
    }

    /** Returns whether the denoiser takes an attention mask. */
    public boolean masked() {
        return embedder.masked();
    }
}
