package io.calotype.gateway.prompt;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.view.PromptView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Prompts over HTTP. */
@Path("/v1/prompts")
@Produces(MediaType.APPLICATION_JSON)
public class PromptResource {

    private final PromptDesk desk;
    private final PromptLookup lookup;
    private final Callers callers;

    PromptResource(PromptDesk desk, PromptLookup lookup, Callers callers) {
        this.callers = callers;
        this.desk = desk;
        this.lookup = lookup;
    }

    /** Accepts a prompt: 202 once the broker has its event. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(ref = "PromptRequest")))
    @APIResponse(
            responseCode = "202",
            description = "The broker has the prompt",
            content = @Content(schema = @Schema(implementation = PromptView.class)))
    public Uni<Response> accept(
            byte[] body,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IDEMPOTENCY_KEY))
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey) {
        var prompt = StrictJson.parse(body, Limits.MAX_EVENT_BYTES);
        return desk.accept(Submission.of(prompt, callers.current(), idempotencyKey))
                .map(PromptResource::accepted);
    }

    /** Shows a prompt and its images. */
    @GET
    @Path("/{id}")
    public Uni<PromptView> show(@PathParam("id") String id) {
        return lookup.find(id, callers.current()).map(entry -> PromptView.of(entry.snapshot()));
    }

    /** Cancels a prompt, or one image of it: 202 once the broker has the cancellation. */
    @DELETE
    @Path("/{id}")
    @APIResponse(
            responseCode = "202",
            description = "The broker has the cancellation",
            content = @Content(schema = @Schema(implementation = PromptView.class)))
    public Uni<Response> cancel(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @QueryParam("index")
                    @Nullable
                    String index,
            @Parameter(schema = @Schema(type = SchemaType.STRING, maxLength = 256, pattern = ParameterForms.REASON))
                    @QueryParam("reason")
                    @Nullable
                    String reason) {
        var told = reason == null || GenerationSpec.isBlank(reason) ? null : reason;
        return lookup.find(id, callers.current())
                .flatMap(entry -> desk.cancel(entry, ofImage(entry, index), told))
                .map(PromptResource::accepted);
    }

    /** Pauses a prompt, or one image of it: 202 once the broker has the event. Its deadline still counts. */
    @POST
    @Path("/{id}/pause")
    @APIResponse(
            responseCode = "202",
            description = "The broker has the event",
            content = @Content(schema = @Schema(implementation = PromptView.class)))
    public Uni<Response> pause(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @QueryParam("index")
                    @Nullable
                    String index) {
        return lookup.find(id, callers.current())
                .flatMap(entry -> desk.pause(entry, ofImage(entry, index)))
                .map(PromptResource::accepted);
    }

    /** Has a paused prompt go on, or one image of it: 202 once the broker has the event. */
    @POST
    @Path("/{id}/resume")
    @APIResponse(
            responseCode = "202",
            description = "The broker has the event",
            content = @Content(schema = @Schema(implementation = PromptView.class)))
    public Uni<Response> resume(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @QueryParam("index")
                    @Nullable
                    String index) {
        return lookup.find(id, callers.current())
                .flatMap(entry -> desk.resume(entry, ofImage(entry, index)))
                .map(PromptResource::accepted);
    }

    private static @Nullable Integer ofImage(PromptEntry entry, @Nullable String index) {
        return index == null
                ? null
                : Integer.valueOf(ImageId.parse(entry.id() + "/" + index).index());
    }

    private static Response accepted(PromptEntry entry) {
        return Response.accepted(PromptView.of(entry.snapshot()))
                .header(HttpHeaders.LOCATION, "/v1/prompts/" + entry.id())
                .build();
    }
}
