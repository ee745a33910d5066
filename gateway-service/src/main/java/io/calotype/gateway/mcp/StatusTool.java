package io.calotype.gateway.mcp;

import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.prompt.PromptLookup;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/** Says how far a prompt's pictures are; has the pictures in its answer once all have ended. */
@ApplicationScoped
class StatusTool implements ImageTool {

    private final PromptLookup lookup;
    private final Callers callers;
    private final ToolAnswers answers;

    StatusTool(PromptLookup lookup, Callers callers, ToolAnswers answers) {
        this.lookup = lookup;
        this.callers = callers;
        this.answers = answers;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String description() {
        return "Says how far the pictures of a prompt are, and returns those that are finished.";
    }

    @Override
    public JsonObject inputSchema() {
        return PromptArgument.schema();
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Status of a prompt", true, false, true, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        var base = answers.base();
        return callers.currentLater()
                .flatMap(caller -> lookup.find(PromptArgument.of(arguments), caller))
                .flatMap(entry -> answers.withPictures(entry.snapshot(), base));
    }
}
