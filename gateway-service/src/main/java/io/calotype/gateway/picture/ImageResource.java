package io.calotype.gateway.picture;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.store.PictureStat;
import io.calotype.gateway.store.StoredPictures;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The bytes of a picture, which never change. */
@Path("/v1/images/{prompt}/{index}")
public class ImageResource {

    private final PromptBook book;
    private final StoredPictures store;
    private final PictureAnswers answers;
    private final CallersPictures callers;

    ImageResource(PromptBook book, StoredPictures store, PictureAnswers answers, CallersPictures callers) {
        this.book = book;
        this.store = store;
        this.answers = answers;
        this.callers = callers;
    }

    /** Returns the picture, or by configuration where the store has it; 304 where the client has it already, or 404. */
    @GET
    @Blocking
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "302", description = "Where the object store has the picture")
    @APIResponse(responseCode = "304", description = "The client has the picture")
    public Response picture(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.PROMPT_ID))
                    @PathParam("prompt")
                    String promptId,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @PathParam("index")
                    String index,
            @HeaderParam("Sec-Fetch-Site") @Parameter(hidden = true) @Nullable String site,
            @Context Request request) {
        var id = ImageId.parse(promptId + "/" + index);
        return answers.to(request, site, callers.find(id, () -> known(id).or(() -> store.find(id))), id.toString());
    }

    private Optional<PictureStat> known(ImageId id) {
        return book.picture(id)
                .map(stored ->
                        new PictureStat(stored.picture().key(), stored.picture().sha256()));
    }
}
