package io.calotype.encoder.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.event.PromptRequested;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What the policy service is asked about a prompt; {@code prompt-policy-request.v1.json} is its schema.
 *
 * @param request whose parameters are complete
 * @param tenant that the operator gave the prompt's source to, if he did
 * @param model that would draw it
 */
record PolicyQuestion(PromptRequested request, Optional<String> tenant, String model) {

    byte[] json() {
        var parameters = request.parameters();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", request.origin().promptId())
                .put("source", request.origin().source())
                .put("model", model)
                .put("prompt", parameters.prompt())
                .put("negative_prompt", Objects.requireNonNullElse(parameters.negativePrompt(), ""))
                .put("images", parameters.output().n());
        var loras = json.putArray("loras");
        parameters
                .loras()
                .forEach(lora -> loras.addObject().put("name", lora.name()).put("scale", lora.scale()));
        tenant.ifPresent(name -> json.put("tenant", name));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
