package io.calotype.gateway.mcp;

import io.calotype.gateway.gallery.GalleryResource;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Searches the gallery. */
@ApplicationScoped
class SearchTool implements ImageTool {

    private static final int MOST = 20;
    private static final String LIKE = "like";
    private static final String LIKE_IMAGE = "like_image";
    private static final String WORDS = "words";
    private static final String LIMIT = "limit";

    private final GalleryResource gallery;
    private final ToolAnswers answers;

    SearchTool(GalleryResource gallery, ToolAnswers answers) {
        this.gallery = gallery;
        this.answers = answers;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String description() {
        return "Finds pictures that were made earlier: those nearest to a text by prompt and by what they show, those like another picture, or whose"
                + " prompts hold all of some words; without any of them the newest.";
    }

    @Override
    public JsonObject inputSchema() {
        var properties = new JsonObject()
                .put(LIKE, ToolSchemas.text("A text; the pictures nearest to it come first."))
                .put(
                        LIKE_IMAGE,
                        ToolSchemas.text("The id of an image, PROMPT_ID/INDEX, or the key of an uploaded picture;"
                                + " the pictures that show the same come first."))
                .put(WORDS, ToolSchemas.text("Words that the prompt must hold."))
                .put(
                        LIMIT,
                        new JsonObject()
                                .put("type", "integer")
                                .put("minimum", 1)
                                .put("maximum", MOST)
                                .put("default", MOST));
        return ToolSchemas.object(properties, List.of());
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Search the gallery", true, false, true, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        var base = answers.base();
        var limit = Objects.requireNonNullElse(text(arguments, LIMIT), Integer.toString(MOST));
        return gallery.show(
                        limit, null, text(arguments, WORDS), text(arguments, LIKE), text(arguments, LIKE_IMAGE), null)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(page -> answers.found(page, base));
    }

    private static @Nullable String text(ToolArguments arguments, String name) {
        var value = arguments.args().get(name);
        return value == null ? null : value.toString();
    }
}
