package io.calotype.gateway.picture;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.openapi.ParameterForms;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Erases images. */
@Path("/v1/images/{prompt}/{index}")
@Produces(MediaType.APPLICATION_JSON)
public class ErasureResource {

    private final Eraser eraser;
    private final RemainingRecords remaining;
    private final Callers callers;

    ErasureResource(Eraser eraser, RemainingRecords remaining, Callers callers) {
        this.eraser = eraser;
        this.remaining = remaining;
        this.callers = callers;
    }

    /**
     * Erases an image that has ended: its picture, and what the object store and the gateways know of it. The prompt's text goes with
     * the last of its images. The answer names the topics that may hold records of it until these are deleted.
     */
    @DELETE
    @Blocking
    public Uni<ErasedImage> erase(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.PROMPT_ID))
                    @PathParam("prompt")
                    String promptId,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @PathParam("index")
                    String index) {
        var id = ImageId.parse(promptId + "/" + index);
        return eraser.erase(id, callers.current()).map(at -> new ErasedImage(id.toString(), remaining.ofAnyImage()));
    }
}
