package io.calotype.gateway.mcp;

import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.prompt.PromptDesk;
import io.calotype.gateway.prompt.PromptLookup;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/** Pauses the pictures of a prompt that have not ended. */
@ApplicationScoped
class PauseTool implements ImageTool {

    private final PromptLookup lookup;
    private final Callers callers;
    private final PromptDesk desk;
    private final ToolAnswers answers;

    PauseTool(PromptLookup lookup, Callers callers, PromptDesk desk, ToolAnswers answers) {
        this.lookup = lookup;
        this.callers = callers;
        this.desk = desk;
        this.answers = answers;
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String description() {
        return "Has the pictures of a prompt that are not finished wait, or one of them. They hold no place"
                + " meanwhile; resume has them go on from the same step.";
    }

    @Override
    public JsonObject inputSchema() {
        return ImageArguments.schema(false);
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Pause a prompt", false, false, true, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        var index = ImageArguments.index(arguments);
        return callers.currentLater()
                .flatMap(caller -> lookup.find(PromptArgument.of(arguments), caller))
                .flatMap(entry -> desk.pause(entry, index))
                .map(entry -> answers.withoutPictures(entry.snapshot()));
    }
}
