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

/** Cancels the pictures of a prompt that have not ended. */
@ApplicationScoped
class CancelTool implements ImageTool {

    private final PromptLookup lookup;
    private final Callers callers;
    private final PromptDesk desk;
    private final ToolAnswers answers;

    CancelTool(PromptLookup lookup, Callers callers, PromptDesk desk, ToolAnswers answers) {
        this.lookup = lookup;
        this.callers = callers;
        this.desk = desk;
        this.answers = answers;
    }

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String description() {
        return "Cancels the pictures of a prompt that are not finished, or one of them.";
    }

    @Override
    public JsonObject inputSchema() {
        return ImageArguments.schema(true);
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Cancel a prompt", false, true, true, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        var index = ImageArguments.index(arguments);
        var reason = ImageArguments.reason(arguments);
        return callers.currentLater()
                .flatMap(caller -> lookup.find(PromptArgument.of(arguments), caller))
                .flatMap(entry -> desk.cancel(entry, index, reason))
                .map(entry -> answers.withoutPictures(entry.snapshot()));
    }
}
