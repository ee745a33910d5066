package io.calotype.gateway.mcp;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.owner.ImageOwners;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.PictureStat;
import io.calotype.gateway.store.StoredPictures;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** Makes pictures that start from another. */
@ApplicationScoped
class EditTool implements ImageTool {

    private static final String IMAGE = "image";
    private static final List<String> FIELDS = List.of(
            "prompt",
            IMAGE,
            "mask_image",
            "strength",
            "negative_prompt",
            "prompt_weights",
            "n",
            "steps",
            "guidance_scale",
            "seed",
            "output_format",
            "model");
    private static final Pattern KEY_OR_DATA = Pattern.compile("(images|inputs)/.*|data:.*", Pattern.DOTALL);

    private final PictureCall pictures;
    private final StoredPictures store;
    private final ImageOwners owners;
    private final Callers callers;

    EditTool(PictureCall pictures, StoredPictures store, ImageOwners owners, Callers callers) {
        this.pictures = pictures;
        this.store = store;
        this.owners = owners;
        this.callers = callers;
    }

    @Override
    public String name() {
        return "edit";
    }

    @Override
    public String description() {
        return "Draws pictures that start from another one, or repaints a part of it. The image is the id of an earlier picture,"
                + " such as a1b2/0; the key of an uploaded one; or a data URI.";
    }

    @Override
    public JsonObject inputSchema() {
        return ToolSchemas.object(ToolSchemas.fields(FIELDS), List.of("prompt", IMAGE));
    }

    @Override
    public ToolAnnotations annotations() {
        return new ToolAnnotations("Edit a picture", false, false, false, false);
    }

    @Override
    public Uni<ToolResponse> call(ToolArguments arguments) {
        var prompt = new JsonObject(arguments.args());
        if (!(prompt.getValue(IMAGE) instanceof String image)) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, IMAGE, "image is missing");
        }
        return pictures.of(
                callers.currentLater()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(caller -> prompt.copy().put(IMAGE, reference(image, caller))),
                arguments);
    }

    private String reference(String image, Caller caller) {
        return KEY_OR_DATA.matcher(image).matches() ? image : key(ImageId.parse(image), caller);
    }

    private String key(ImageId id, Caller caller) {
        return store.find(id)
                .filter(found -> owners.mayUse(caller, id))
                .map(PictureStat::key)
                .orElseThrow(() -> ApiFailure.notFound("there is no picture " + id));
    }
}
