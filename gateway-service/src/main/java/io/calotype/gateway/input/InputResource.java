package io.calotype.gateway.input;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.gateway.openapi.ParameterForms;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.Bytes;
import io.calotype.gateway.store.StoredPictures;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The pictures that prompts start from. */
@Path("/v1/inputs")
@Blocking
public class InputResource {

    /** The key by which prompts name an uploaded picture. */
    @Schema(name = "InputKey")
    record Key(String key) {}

    private static final Pattern BY_CONTENT = Pattern.compile("[0-9a-f]{64}\\.[a-z]{3,4}");
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Inputs inputs;
    private final StoredPictures store;

    InputResource(Inputs inputs, StoredPictures store) {
        this.inputs = inputs;
        this.store = store;
    }

    /**
     * Stores a picture and returns 201 with its key for {@code image} and {@code mask_image}.
     *
     * <p>The same picture has the same key. The type is read from the bytes, whatever the request calls it.
     */
    @POST
    @Consumes({"image/png", "image/jpeg", "image/jpg", "image/webp", MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    @RequestBody(
            description =
                    "A PNG, JPEG or WebP of at most 16777216 bytes and pixels. Its first bytes say which, whatever the"
                            + " Content-Type.",
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "201",
            description = "The picture is kept",
            content = @Content(schema = @Schema(implementation = Key.class)))
    public Response keep(InputStream body) {
        var key = kept(body);
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/" + key)
                .entity(new Key(key))
                .build();
    }

    private String kept(InputStream body) {
        try {
            var file = Files.createTempFile("calotype-input", "");
            try {
                Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
                return inputs.keep("image", new Bytes(() -> Files.newInputStream(file), Files.size(file)))
                        .objectKey();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an uploaded picture. */
    @GET
    @Path("/{name: .+}")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response picture(
            @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = ParameterForms.INPUT_NAME, maxLength = 498))
                    @PathParam("name")
                    String name) {
        var key = PictureReference.parse("name", PictureReference.INPUTS + name).objectKey();
        var object = store.open(key).orElseThrow(() -> ApiFailure.notFound("there is no picture " + key));
        return Response.ok(object, contentType(name))
                .header(HttpHeaders.CONTENT_LENGTH, object.size())
                .header(HttpHeaders.CACHE_CONTROL, BY_CONTENT.matcher(name).matches() ? FOR_EVER : "private, no-cache")
                .build();
    }

    /** Other programs may write such objects too: a browser shows them as pictures or not at all. */
    private static String contentType(String name) {
        return Stream.of(OutputFormat.values())
                .filter(format -> name.endsWith("." + format.extension()))
                .findFirst()
                .map(OutputFormat::contentType)
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
    }
}
