package io.calotype.gateway.mcp;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;

/** The argument that names a prompt. */
final class PromptArgument {

    static final String NAME = "prompt_id";
    static final String DESCRIPTION = "The id of the prompt, as generate and edit return it.";

    private PromptArgument() {}

    static String of(ToolArguments arguments) {
        if (arguments.args().get(NAME) instanceof String id) {
            return id;
        }
        throw Refusal.of(ProblemType.INVALID_PARAMETER, NAME, NAME + " is missing");
    }
}
