package io.calotype.gateway.mcp;

import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes pictures of a prompt. */
@ApplicationScoped
class GenerateTool implements ImageTool {

    private static final List<String> FIELDS = List.of(
            "prompt",
            "negative_prompt",
            "prompt_weights",
            "n",
            "width",
            "height",
            "steps",
            "guidance_scale",
            "seed",
            "scheduler",
            "output_format",
            "upscale",
            "keep_steps",
            "model",
            "loras",
            "controls");

    private final PictureCall pictures;

    GenerateTool(PictureCall pictures) {
        this.pictures = pictures;
    }

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String description() {
        return "Draws pictures of a text. Returns the pictures, and the prompt with its id, seeds and warnings. What is left out"
                + " takes the model's default.";
    }

    @Override
    public JsonObject inputSchema() {
        return ToolSchemas.object(ToolSchemas.fields(FIELDS), List.of("prompt"));
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Generate pictures", false, false, false, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        return pictures.of(Uni.createFrom().item(new JsonObject(arguments.args())), arguments);
    }
}
