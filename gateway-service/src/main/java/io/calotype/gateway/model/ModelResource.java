package io.calotype.gateway.model;

import io.calotype.contracts.spec.SchedulerNames;
import io.calotype.gateway.problem.ApiFailure;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** The models, in the shape of OpenAI's API. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ModelResource {

    private final ModelPacks packs;
    private final PromptLimits limits;
    private final AdapterNames adapters;

    ModelResource(ModelPacks packs, PacksConfig config, AdapterNames adapters) {
        this.packs = packs;
        this.limits = PromptLimits.ofPipeline(config.upscale());
        this.adapters = adapters;
    }

    /** Lists the models. */
    @GET
    public ModelView.Page list() {
        return new ModelView.Page("list", packs.all().stream().map(this::view).toList());
    }

    /** Shows one model. */
    @GET
    @Path("/{model}")
    public ModelView show(@PathParam("model") String name) {
        return packs.all().stream()
                .filter(pack -> pack.name().equals(name))
                .findFirst()
                .map(this::view)
                .orElseThrow(() -> ApiFailure.notFound("there is no model of that name"));
    }

    private ModelView view(ModelPacks.Pack pack) {
        var description = pack.description();
        var own = pack.scheduler().path("_class_name").asText();
        var details = new ModelView.Details(
                description.defaults().withScheduler(own),
                description.styles(),
                description.defaultStyle(),
                description.examples(),
                schedulers(pack, own),
                description.sizeMultiple(),
                adapters.loras(pack.name()),
                adapters.controls(pack.name()),
                limits);
        return new ModelView(pack.name(), "model", pack.created().getEpochSecond(), "calotype", details);
    }

    private static List<String> schedulers(ModelPacks.Pack pack, String own) {
        boolean flow = own.startsWith("FlowMatch")
                || pack.scheduler().path("prediction_type").asText().equals("flow_prediction");
        return Stream.concat(Stream.of(own), SchedulerNames.fitting(flow).stream())
                .toList();
    }
}
