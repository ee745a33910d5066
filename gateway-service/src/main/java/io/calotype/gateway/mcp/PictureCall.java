package io.calotype.gateway.mcp;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.prompt.PromptDesk;
import io.calotype.gateway.prompt.Submission;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
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
    private final CurrentIdentityAssociation caller;

    PictureCall(PromptDesk desk, PromptFollower follower, ToolAnswers answers, CurrentIdentityAssociation caller) {
        this.desk = desk;
        this.follower = follower;
        this.answers = answers;
        this.caller = caller;
    }

    /** Publishes a prompt, reports its progress, and completes when all its images have ended or it has taken too long. */
    Uni<ToolResponse> of(JsonObject prompt, ToolArguments call) {
        var json = StrictJson.parse(prompt.encode().getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES);
        var base = answers.base();
        return caller.getDeferredIdentity()
                .flatMap(identity -> desk.accept(Submission.of(json, name(identity), null)))
                .flatMap(entry -> follower.follow(entry, call))
                .flatMap(snapshot -> answers.withPictures(snapshot, base));
    }

    private static String name(SecurityIdentity identity) {
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }
}
