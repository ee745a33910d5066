package io.calotype.gateway.mcp;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The arguments of tools that decide about a prompt, or about one picture of it. */
final class ImageArguments {

    private static final String INDEX = "index";
    private static final String REASON = "reason";

    private ImageArguments() {}

    /** Returns the schema: the prompt, an index, and, if it takes one, a reason. */
    static JsonObject schema(boolean withReason) {
        var schema = PromptArgument.schema();
        var index = new JsonObject()
                .put("type", "integer")
                .put("minimum", 0)
                .put("maximum", Limits.MAX_N - 1)
                .put("description", "The one picture that is meant; without it all are.");
        var properties = schema.getJsonObject("properties").put(INDEX, index);
        if (withReason) {
            properties.put(REASON, ToolSchemas.text("Why, for those who read how the pictures ended."));
        }
        return schema;
    }

    static @Nullable Integer index(ToolArguments arguments) {
        var value = arguments.args().get(INDEX);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer index) {
            return Limits.within(INDEX, index, 0, Limits.MAX_N - 1);
        }
        throw Refusal.of(ProblemType.INVALID_PARAMETER, INDEX, INDEX + " must be a whole number");
    }

    static @Nullable String reason(ToolArguments arguments) {
        var value = arguments.args().get(REASON);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Refusal.of(ProblemType.INVALID_PARAMETER, REASON, REASON + " must be a string");
    }
}
