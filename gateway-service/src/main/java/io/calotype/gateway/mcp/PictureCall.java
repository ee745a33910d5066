package io.calotype.gateway.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.prompt.PromptDesk;
import io.calotype.gateway.prompt.Submission;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** A call that publishes a prompt and returns its pictures. */
@ApplicationScoped
class PictureCall {

    private final PromptDesk desk;
    private final PromptFollower follower;
    private final ToolAnswers answers;
    private final Callers callers;

    PictureCall(PromptDesk desk, PromptFollower follower, ToolAnswers answers, Callers callers) {
        this.desk = desk;
        this.follower = follower;
        this.answers = answers;
        this.callers = callers;
    }

    /** Publishes a prompt, reports its progress, and completes when all its images have ended or it has taken too long. */
    Uni<ToolResponse> of(Uni<JsonObject> prompt, ToolArguments call) {
        var base = answers.base();
        return callers.currentLater()
                .flatMap(caller -> prompt.map(json -> Submission.of(strict(json), caller, null)))
                .flatMap(desk::accept)
                .flatMap(entry -> follower.follow(entry, call))
                .flatMap(snapshot -> answers.withPictures(snapshot, base));
    }

    private static ObjectNode strict(JsonObject prompt) {
        return StrictJson.parse(prompt.encode().getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES);
    }
}
