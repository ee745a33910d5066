package io.calotype.gateway.model;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.pack.ControlFolder;
import io.calotype.contracts.pack.LoraFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.LoraRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/** The LoRAs and control models that prompts may ask for, as they are on disk now. */
@ApplicationScoped
public class AdapterNames {

    private final PacksConfig config;
    private final ModelPacks packs;

    AdapterNames(PacksConfig config, ModelPacks packs) {
        this.config = config;
        this.packs = packs;
    }

    /** The LoRAs of a model. */
    List<String> loras(String model) {
        return LoraFolder.of(config.packsDir(), model).names();
    }

    /** The control models of a model. */
    List<String> controls(String model) {
        return ControlFolder.of(config.packsDir(), model).names();
    }

    /**
     * Refuses what the model does not have, or no model has if the prompt names none; blocks. A model that is not here is for the
     * encoders to refuse.
     *
     * @throws Refusal UNKNOWN_MODEL
     */
    public void require(PromptParameters prompt) {
        var loras = prompt.loras().stream().map(LoraRequest::name).toList();
        require(prompt, LoraRequest.FIELD, "LoRA", loras, this::loras);
        var controls = prompt.controls().stream().map(ControlRequest::model).toList();
        require(prompt, ControlRequest.FIELD, "control model", controls, this::controls);
    }

    private void require(
            PromptParameters prompt, String field, String kind, List<String> asked, Function<String, List<String>> of) {
        var models = packs.all().stream()
                .map(ModelPacks.Pack::name)
                .filter(name -> prompt.model() == null || name.equals(prompt.model()))
                .toList();
        if (asked.isEmpty()
                || models.isEmpty()
                || models.stream().anyMatch(model -> of.apply(model).containsAll(asked))) {
            return;
        }
        var known = models.stream()
                .flatMap(model -> of.apply(model).stream())
                .distinct()
                .toList();
        var missing = asked.stream().filter(name -> !known.contains(name)).toList();
        var detail = "%s: there is no %s %s for %s; there %s"
                .formatted(
                        field,
                        kind,
                        missing.isEmpty() ? asked : missing,
                        prompt.model() == null ? "any model" : prompt.model(),
                        known.isEmpty() ? "are none" : "are " + known);
        throw Refusal.of(ProblemType.UNKNOWN_MODEL, field, detail);
    }
}
