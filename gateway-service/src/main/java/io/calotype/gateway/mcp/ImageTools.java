package io.calotype.gateway.mcp;

import io.calotype.gateway.problem.RequestProblem;
import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;

/** Offers every {@link ImageTool} to clients, and tells them failures as problems. */
@ApplicationScoped
class ImageTools {

    private final ToolManager manager;
    private final Instance<ImageTool> tools;

    ImageTools(ToolManager manager, Instance<ImageTool> tools) {
        this.manager = manager;
        this.tools = tools;
    }

    void register(@Observes StartupEvent starting) {
        for (var tool : tools) {
            manager.newTool(tool.name())
                    .setDescription(tool.description())
                    .setInputSchema(tool.inputSchema())
                    .setAnnotations(tool.annotations())
                    .setAsyncHandler(arguments -> call(tool, arguments))
                    .register();
        }
    }

    private static Uni<ToolResponse> call(ImageTool tool, ToolArguments arguments) {
        return Uni.createFrom()
                .deferred(() -> tool.call(arguments))
                .onFailure(failure -> !(failure instanceof OperationCancellationException))
                .recoverWithItem(failure -> ToolResponse.error(message(RequestProblem.of(failure))));
    }

    private static String message(RequestProblem problem) {
        var body = problem.body();
        var again = problem.retryAfter()
                .map(pause -> " Try again in " + Math.max(1, pause.toSeconds()) + " s.")
                .orElse("");
        return body.title() + ": " + body.detail() + "." + again;
    }
}
