package io.calotype.gateway.model;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.pack.LoraFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.LoraRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The LoRAs that prompts may ask for, as they are on disk now. */
@ApplicationScoped
public class LoraNames {

    private final PacksConfig config;
    private final ModelPacks packs;

    LoraNames(PacksConfig config, ModelPacks packs) {
        this.config = config;
        this.packs = packs;
    }

    /** Those of a model. */
    public List<String> of(String model) {
        return LoraFolder.of(config.packsDir(), model).names();
    }

    /**
     * Refuses LoRAs that the model does not have, or that no model has if the prompt names none; blocks. A model that is not here is for
     * the encoders to refuse.
     *
     * @throws Refusal UNKNOWN_MODEL
     */
    public void require(PromptParameters prompt) {
        var asked = prompt.loras().stream().map(LoraRequest::name).toList();
        var models = packs.all().stream()
                .map(ModelPacks.Pack::name)
                .filter(name -> prompt.model() == null || name.equals(prompt.model()))
                .toList();
        if (!models.isEmpty() && models.stream().noneMatch(model -> of(model).containsAll(asked))) {
            var known = models.stream()
                    .flatMap(model -> of(model).stream())
                    .distinct()
                    .toList();
            var missing = asked.stream().filter(name -> !known.contains(name)).toList();
            var detail = "loras: there is no LoRA %s for %s; there %s"
                    .formatted(
                            missing.isEmpty() ? asked : missing,
                            prompt.model() == null ? "any model" : prompt.model(),
                            known.isEmpty() ? "are none" : "are " + known);
            throw Refusal.of(ProblemType.UNKNOWN_MODEL, LoraRequest.FIELD, detail);
        }
    }
}
