package io.calotype.gateway.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.gallery.GalleryPage;
import io.calotype.gateway.picture.AnsweredPictures;
import io.calotype.gateway.view.PromptView;
import io.quarkiverse.mcp.server.Content;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.ResourceLink;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What tools answer with: the prompt as the native API shows it, pictures, and links to them. */
@ApplicationScoped
class ToolAnswers {

    /**
     * Most bytes of pictures within an answer; the others are links alone. In base64 they stay below the mebibyte that clients
     * take as one event.
     */
    static final int MAX_PICTURE_BYTES = 720_896;

    private static final String ENDPOINT = "/mcp";

    private final AnsweredPictures pictures;
    private final ObjectMapper json;
    private final CurrentVertxRequest request;

    ToolAnswers(AnsweredPictures pictures, ObjectMapper json, CurrentVertxRequest request) {
        this.pictures = pictures;
        this.json = json;
        this.request = request;
    }

    /** The gateway's address as the caller knows it, a proxy's prefix included; only while the call's own thread runs. */
    URI base() {
        var address = request.getCurrent().request().absoluteURI();
        return URI.create(address.substring(0, address.lastIndexOf(ENDPOINT) + 1));
    }

    /** A prompt with the pictures that are there, in their order. */
    Uni<ToolResponse> withPictures(PromptSnapshot prompt, URI base) {
        return Uni.createFrom()
                .item(() -> {
                    var contents = new ArrayList<Content>();
                    contents.add(text(PromptView.of(prompt)));
                    long bytes = 0;
                    for (var image : stored(prompt)) {
                        bytes += image.picture().size();
                        if (bytes <= MAX_PICTURE_BYTES) {
                            contents.add(picture(image));
                        }
                        contents.add(link(base, image.id(), image.picture().contentType()));
                    }
                    return new ToolResponse(hasFailed(prompt), contents);
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** A prompt alone. */
    ToolResponse withoutPictures(PromptSnapshot prompt) {
        return ToolResponse.success(text(PromptView.of(prompt)));
    }

    /** Pictures of the gallery, as links. */
    ToolResponse found(GalleryPage page, URI base) {
        var contents = new ArrayList<Content>();
        contents.add(text(page));
        page.images().forEach(picture -> {
            var image = picture.image();
            contents.add(link(
                    base,
                    ImageId.parse(image.id()),
                    String.valueOf(image.picture().contentType())));
        });
        return ToolResponse.success(contents);
    }

    private static boolean hasFailed(PromptSnapshot prompt) {
        return prompt.ended() && stored(prompt).isEmpty();
    }

    private static List<StoredImage> stored(PromptSnapshot prompt) {
        return prompt.images().stream()
                .flatMap(image -> image.outcome().stream())
                .filter(StoredImage.class::isInstance)
                .map(StoredImage.class::cast)
                .toList();
    }

    private ImageContent picture(StoredImage image) {
        return new ImageContent(pictures.base64(image), image.picture().contentType());
    }

    private ResourceLink link(URI base, ImageId id, String contentType) {
        return new ResourceLink(pictures.url(id, base), contentType, id.toString(), null, null, null, null, null);
    }

    private TextContent text(Object view) {
        try {
            return new TextContent(json.writeValueAsString(view));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
