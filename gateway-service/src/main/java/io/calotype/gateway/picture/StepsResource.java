package io.calotype.gateway.picture;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.owner.ImageOwners;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.StoredSteps;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The steps of an image that prompts can branch off from. */
@Path("/v1/images/{prompt}/{index}/steps")
@Produces(MediaType.APPLICATION_JSON)
public class StepsResource {

    private final StoredSteps steps;
    private final ImageOwners owners;
    private final Callers callers;

    StepsResource(StoredSteps steps, ImageOwners owners, Callers callers) {
        this.steps = steps;
        this.owners = owners;
        this.callers = callers;
    }

    /** Lists the kept steps of an image, in order; none if it asked for none. */
    @GET
    @Blocking
    public KeptStepsView steps(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.PROMPT_ID))
                    @PathParam("prompt")
                    String promptId,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @PathParam("index")
                    String index) {
        var id = ImageId.parse(promptId + "/" + index);
        var owner = owners.of(id).or(() -> steps.owner(id));
        if (owner.filter(callers.current()::owns).isEmpty()) {
            throw ApiFailure.notFound("there is no image " + id);
        }
        return new KeptStepsView(id.toString(), steps.of(id));
    }
}
