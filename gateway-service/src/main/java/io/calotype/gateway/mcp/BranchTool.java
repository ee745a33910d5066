package io.calotype.gateway.mcp;

import io.calotype.contracts.spec.ParentStep;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Draws on from a kept step of a picture. */
@ApplicationScoped
class BranchTool implements ImageTool {

    private static final List<String> FIELDS = List.of(
            "prompt",
            ParentStep.IMAGE,
            ParentStep.STEP,
            "negative_prompt",
            "guidance_scale",
            "scheduler",
            "seed",
            "n",
            "output_format",
            "upscale",
            "keep_steps",
            "model",
            "loras");

    private final PictureCall pictures;

    BranchTool(PictureCall pictures) {
        this.pictures = pictures;
    }

    @Override
    public String name() {
        return "branch";
    }

    @Override
    public String description() {
        return "Draws on from a step of an earlier picture, with other words, guidance, scheduler or seed: what the first steps"
                + " decided, stays. Only steps that generate was asked to keep (keep_steps) can be named.";
    }

    @Override
    public JsonObject inputSchema() {
        return ToolSchemas.object(ToolSchemas.fields(FIELDS), List.of("prompt", ParentStep.IMAGE, ParentStep.STEP));
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Branch from a picture", false, false, false, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        return pictures.of(Uni.createFrom().item(new JsonObject(arguments.args())), arguments);
    }
}
