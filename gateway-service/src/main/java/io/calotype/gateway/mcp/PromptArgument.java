package io.calotype.gateway.mcp;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The argument that names a prompt. */
final class PromptArgument {

    private static final String NAME = "prompt_id";
    private static final String DESCRIPTION = "The id of the prompt, as generate and edit return it.";

    private PromptArgument() {}

    /** Returns the schema of a tool that takes nothing else. */
    static JsonObject schema() {
        var properties = new JsonObject().put(NAME, ToolSchemas.text(DESCRIPTION));
        return ToolSchemas.object(properties, List.of(NAME));
    }

    static String of(ToolArguments arguments) {
        if (arguments.args().get(NAME) instanceof String id) {
            return id;
        }
        throw Refusal.of(ProblemType.INVALID_PARAMETER, NAME, NAME + " is missing");
    }
}
