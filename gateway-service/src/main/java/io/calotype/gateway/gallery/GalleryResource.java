package io.calotype.gateway.gallery;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.meaning.QueriedPicture;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.messaging.kafka.CatchUp;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The pictures that were made. */
@Path("/v1/images")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class GalleryResource {

    private static final String LIKE_IMAGE = "like_image";

    private final Gallery gallery;
    private final GallerySearch search;
    private final CatchUp catchUp;
    private final Callers callers;

    GalleryResource(Gallery gallery, GallerySearch search, CatchUp catchUp, Callers callers) {
        this.gallery = gallery;
        this.search = search;
        this.catchUp = catchUp;
        this.callers = callers;
    }

    /**
     * Shows a page of the gallery.
     *
     * @param limit pictures on a page, 1 to 100
     * @param cursor the {@code next_cursor} of the previous page, with the same other parameters
     * @param text words that the prompt must contain
     * @param like a text; the pictures nearest to it, by prompt and by what they show, come first
     * @param likeImage the id of an image, or the key of an uploaded picture; the pictures that show the same come first
     * @param model whose pictures alone are shown
     */
    @GET
    public Uni<GalleryPage> show(
            @Parameter(
                            allowEmptyValue = true,
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
                    @QueryParam("limit")
                    @DefaultValue("24")
                    String limit,
            @Parameter(allowEmptyValue = true) @QueryParam("cursor") @Nullable String cursor,
            @Parameter(
                            allowEmptyValue = true,
                            schema = @Schema(type = SchemaType.STRING, maxLength = Limits.MAX_PROMPT_CODE_POINTS))
                    @QueryParam("q")
                    @Nullable
                    String text,
            @Parameter(
                            allowEmptyValue = true,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = ParameterForms.TEXT,
                                            maxLength = Limits.MAX_PROMPT_CODE_POINTS))
                    @QueryParam("like")
                    @Nullable
                    String like,
            @Parameter(
                            allowEmptyValue = true,
                            schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.QUERIED_PICTURE))
                    @QueryParam(LIKE_IMAGE)
                    @Nullable
                    String likeImage,
            @Parameter(allowEmptyValue = true) @QueryParam("model") @Nullable String model) {
        var query = GalleryQuery.of(limit, cursor, text, model, callers.current());
        var meant = GalleryQuery.given(like).map(said -> GenerationSpec.requireText("like", said));
        var shown = GalleryQuery.given(likeImage).map(named -> QueriedPicture.parse(LIKE_IMAGE, named));
        if (meant.isPresent() && shown.isPresent()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, LIKE_IMAGE, "like and like_image exclude each other");
        }
        return catchUp.awaited().chain(() -> meant.map(said -> search.like(query, said))
                .or(() -> shown.map(picture -> search.like(query, picture)))
                .orElseGet(() -> Uni.createFrom().item(() -> gallery.newestFirst(query))));
    }
}
