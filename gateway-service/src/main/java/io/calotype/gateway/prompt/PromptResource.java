package io.calotype.gateway.prompt;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.view.PromptView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Prompts over HTTP. */
@Path("/v1/prompts")
@Produces(MediaType.APPLICATION_JSON)
public class PromptResource {

    private final PromptDesk desk;
    private final PromptLookup lookup;

    PromptResource(PromptDesk desk, PromptLookup lookup) {
        this.desk = desk;
        this.lookup = lookup;
    }

    /** Accepts a prompt: 202 once the broker has its event. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> accept(byte[] body) {
        var request = read(body, UUID.randomUUID().toString());
        return desk.publish(request).map(PromptResource::accepted);
    }

    /** Shows a prompt and its images. */
    @GET
    @Path("/{id}")
    public Uni<PromptView> show(@PathParam("id") String id) {
        return lookup.find(id).map(entry -> PromptView.of(entry.snapshot()));
    }

    private static PromptRequested read(byte[] body, String id) {
        if (StrictJson.parse(body, Limits.MAX_EVENT_BYTES).has("specversion")) {
            var detail = "send the prompt's parameters, not a CloudEvent";
            throw Refusal.of(ProblemType.UNKNOWN_FIELD, "specversion", detail);
        }
        return Events.promptRequested(body, id, PromptDesk.SOURCE);
    }

    private static Response accepted(PromptView prompt) {
        return Response.accepted(prompt)
                .header(HttpHeaders.LOCATION, "/v1/prompts/" + prompt.id())
                .build();
    }
}
