package io.calotype.gateway.openai;

import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.input.Inputs;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.prompt.Submission;
import io.calotype.gateway.store.Bytes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.multipart.FileItem;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/images/edits}, with and without events. */
@Path("/v1/images/edits")
public class EditResource {

    private static final Logger LOG = Logger.getLogger(EditResource.class);

    private final Generation generation;
    private final Inputs inputs;
    private final Callers callers;

    EditResource(Generation generation, Inputs inputs, Callers callers) {
        this.generation = generation;
        this.inputs = inputs;
        this.callers = callers;
    }

    /** Makes pictures that start from another; the transparent part of a mask is repainted. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RequestBody(content = @Content(schema = @Schema(ref = "EditRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The pictures, or progress events if stream is true",
            content = {
                @Content(mediaType = Reply.JSON, schema = @Schema(implementation = Generated.class)),
                @Content(mediaType = Reply.EVENTS, schema = @Schema(implementation = ImageEvent.class))
            })
    public RestMulti<byte[]> edit(
            MultipartFormDataInput form,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IDEMPOTENCY_KEY))
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Context UriInfo uri) {
        var edit = EditForm.read(form.getValues());
        var request = GenerationRequest.of(edit.fields());
        var caller = callers.current();
        var base = uri.getBaseUri();
        var order = Uni.createFrom()
                .item(() -> {
                    edit.files().forEach((field, upload) -> request.prompt().put(field, keep(upload)));
                    var submission = Submission.of(request.prompt(), caller, idempotencyKey);
                    return new Generation.Order(request, submission, ImageEvent.Task.EDIT, base);
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return generation.of(order);
    }

    /** The file goes at once, not only at the end of a stream that may take long. */
    private String keep(EditForm.Upload upload) {
        var file = upload.file();
        try {
            return inputs.keep(upload.name(), new Bytes(file::getInputStream, file.getFileSize()))
                    .objectKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    private static void delete(FileItem file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.warn("the file of a form could not be deleted", e);
        }
    }
}
