package io.calotype.gateway.picture;

import io.calotype.contracts.event.StoredImage;
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

/**
 * The bytes of what an enlarged picture was drawn as, which never change.
 *
 * <p>A class of its own: below the path of {@link ImageResource} it would allow DELETE as well.
 */
@Path("/v1/images/{prompt}/{index}/original")
public class OriginalResource {

    private final PromptBook book;
    private final StoredPictures store;
    private final PictureAnswers answers;
    private final CallersPictures callers;

    OriginalResource(PromptBook book, StoredPictures store, PictureAnswers answers, CallersPictures callers) {
        this.book = book;
        this.store = store;
        this.answers = answers;
        this.callers = callers;
    }

    /** Returns it as the picture itself is returned; 404 for an image that was not enlarged. */
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
    public Response original(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.PROMPT_ID))
                    @PathParam("prompt")
                    String promptId,
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.IMAGE_INDEX))
                    @PathParam("index")
                    String index,
            @HeaderParam("Sec-Fetch-Site") @Parameter(hidden = true) @Nullable String site,
            @Context Request request) {
        var id = ImageId.parse(promptId + "/" + index);
        return answers.to(
                request,
                site,
                callers.find(id, () -> known(id).or(() -> store.findOriginal(id))),
                id + " as it was drawn");
    }

    private Optional<PictureStat> known(ImageId id) {
        return book.picture(id)
                .map(StoredImage::original)
                .map(original -> new PictureStat(original.key(), original.sha256()));
    }
}
