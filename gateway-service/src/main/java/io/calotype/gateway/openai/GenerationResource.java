package io.calotype.gateway.openai;

import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.prompt.Submission;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/images/generations}, with and without events. */
@Path("/v1/images/generations")
public class GenerationResource {

    private final Generation generation;
    private final Callers callers;

    GenerationResource(Generation generation, Callers callers) {
        this.generation = generation;
        this.callers = callers;
    }

    /** Makes pictures; answers when they are stored, or with progress events. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(ref = "GenerationRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The pictures, or progress events if stream is true",
            content = {
                @Content(mediaType = Reply.JSON, schema = @Schema(implementation = Generated.class)),
                @Content(mediaType = Reply.EVENTS, schema = @Schema(implementation = ImageEvent.class))
            })
    public RestMulti<byte[]> generate(
            byte[] body,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IDEMPOTENCY_KEY))
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Context UriInfo uri) {
        var request = GenerationRequest.read(body);
        var submission = Submission.of(request.prompt(), callers.current(), idempotencyKey);
        var order = new Generation.Order(request, submission, ImageEvent.Task.GENERATION, uri.getBaseUri());
        return generation.of(Uni.createFrom().item(order));
    }
}
