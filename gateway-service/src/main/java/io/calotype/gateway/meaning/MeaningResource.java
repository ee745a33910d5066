package io.calotype.gateway.meaning;

import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.spec.Limits;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** A text's position among the words that a model knows. */
@Path("/v1/models/{model}/meaning")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class MeaningResource {

    private final Vocabularies vocabularies;
    private final Meanings meanings;

    MeaningResource(Vocabularies vocabularies, Meanings meanings) {
        this.vocabularies = vocabularies;
        this.meanings = meanings;
    }

    /** Shows the words, and the text among them if one is given. */
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
                    String text) {
        var map = vocabularies.map(model);
        return text == null
                ? Uni.createFrom().item(new MeaningView(null, null, map.words(null)))
                : meanings.of(model, text).map(answer -> among(map, answer));
    }

    private static MeaningView among(MeaningMap map, TextEmbedded answer) {
        var meaning = answer.embedding();
        if (meaning.width() != map.width()) {
            throw ApiFailure.unavailable("the encoder has another version of the model than the gateway");
        }
        return new MeaningView(answer.tokens(), map.place(meaning), map.words(meaning));
    }
}
