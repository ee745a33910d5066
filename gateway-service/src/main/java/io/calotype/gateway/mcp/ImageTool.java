package io.calotype.gateway.mcp;

import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;

/** One tool. */
interface ImageTool {

    /** What clients call it by. */
    String name();

    /** What a language model reads to decide whether and how to call it. */
    String description();

    /** The JSON Schema of its arguments. */
    JsonObject inputSchema();

    /** What clients may assume of a call before they make it. */
    ToolAnnotations annotations();

    /** Calls the tool; a failure is the result of the call, for the model to read. */
    Uni<ToolResponse> call(ToolArguments arguments);
}
