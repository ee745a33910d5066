package io.calotype.gateway.meaning;

import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.problem.ApiFailure;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Where a text and a picture lie among the words that a model knows. */
@Path("/v1/models/{model}/meaning")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class MeaningResource {

    private final Vocabularies vocabularies;
    private final Meanings meanings;
    private final ShownMeanings shown;
    private final Callers callers;

    MeaningResource(Vocabularies vocabularies, Meanings meanings, ShownMeanings shown, Callers callers) {
        this.vocabularies = vocabularies;
        this.meanings = meanings;
        this.shown = shown;
        this.callers = callers;
    }

    /**
     * Shows the words, and among them the text and the picture if they are given.
     *
     * @param text shown as the model reads it
     * @param image the id of an image that the model drew, or the key of an uploaded picture
     */
    @GET
    public Uni<MeaningView> show(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.NAME)) @PathParam("model")
                    String model,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = ParameterForms.TEXT,
                                            maxLength = Limits.MAX_PROMPT_CODE_POINTS))
                    @QueryParam("text")
                    @Nullable
                    String text,
            @Parameter(
                            allowEmptyValue = true,
                            schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.QUERIED_PICTURE))
                    @QueryParam("image")
                    @Nullable
                    String image) {
        var map = vocabularies.map(model);
        var caller = callers.current();
        var meant = text == null
                ? Uni.createFrom().item(Optional.<TextEmbedded>empty())
                : meanings.of(model, text).map(Optional::of);
        return meant.chain(
                answer -> shown(model, image, caller).map(picture -> new MeaningQuery(map, answer, picture).view()));
    }

    private Uni<Optional<UnitVector>> shown(String model, @Nullable String image, Caller caller) {
        return image == null || image.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : shown.of(QueriedPicture.parse("image", image), List.of(model), caller)
                        .map(found -> Optional.of(Optional.ofNullable(found.get(model))
                                .orElseThrow(() -> ApiFailure.notFound("the model did not draw that image"))));
    }
}
