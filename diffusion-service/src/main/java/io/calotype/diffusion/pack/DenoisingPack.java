package io.calotype.diffusion.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.control.ControlCalls;
import io.calotype.diffusion.denoise.CallAdapters;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.DenoiserInputs;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.SchedulerFactory;
import io.calotype.inference.control.ControlGraph;
import io.calotype.inference.control.ControlModel;
import io.calotype.inference.control.ControlShelf;
import io.calotype.inference.family.DenoiserRecipe;
import io.calotype.inference.graph.ControlInputNames;
import io.calotype.inference.lora.LoraMix;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.lora.LoraStacks;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.LatentChannels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A pack with its denoising model loaded and checked, and its schedulers. */
public final class DenoisingPack implements AutoCloseable {

    private final ModelPack pack;
    private final OnnxModel model;
    private final DenoiserInputs inputs;
    private final DenoiserRecipe recipe;
    private final JsonNode config;
    private final long channels;
    private final LoraShelf shelf;
    private final ControlShelf controls;
    private final DenoisingSettings settings;
    private final LoraStacks loras;
    private final Map<String, Scheduler> schedulers = new ConcurrentHashMap<>();

    private DenoisingPack(ModelPack pack, OnnxModel model, DenoisingSettings settings) {
        this.pack = pack;
        this.model = model;
        this.settings = settings;
        shelf = LoraShelf.of(pack);
        controls = ControlShelf.of(pack);
        loras = new LoraStacks(model, settings.loraBytes());
        recipe = pack.family().denoiser();
        config = pack.config(recipe.component());
        inputs = DenoiserInputs.of(model, recipe);
        channels = LatentChannels.of(pack, model);
        scheduler("");
    }

    /**
     * Verifies and loads the pack's {@code unet} or {@code transformer}, for calls as they are {@link DenoisingSettings#usual}.
     *
     * @param all with the threads of the process
     */
    public static DenoisingPack load(ModelPack pack, SessionSettings all) {
        return load(pack, DenoisingSettings.usual(all, isGuided(pack)));
    }

    /** The same, for calls as they are wanted. */
    public static DenoisingPack load(ModelPack pack, DenoisingSettings settings) {
        pack.verifyGraphs(pack.family().denoiser().component());
        return of(pack, ControlGraph.load(pack, settings.session()), settings);
    }

    /** Takes over a model of the pack that is loaded already. */
    public static DenoisingPack of(ModelPack pack, OnnxModel model, DenoisingSettings settings) {
        try {
            return new DenoisingPack(pack, model, settings);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Whether images of the pack have a row for the negative prompt, unless their prompts say otherwise. */
    static boolean isGuided(ModelPack pack) {
        var defaults = pack.defaults();
        var sampling = new Sampling(
                defaults.steps(),
                defaults.guidanceScale(),
                defaults.guidanceRescale(),
                Sampling.NO_TRUE_CFG,
                "",
                new Seed(0),
                null);
        return pack.family().denoiser().guidance().guided(sampling);
    }

    /** The pack itself. */
    public ModelPack pack() {
        return pack;
    }

    /** What the model takes. */
    public DenoiserInputs inputs() {
        return inputs;
    }

    /** How its family's models are called. */
    public DenoiserRecipe recipe() {
        return recipe;
    }

    /** The shape [C, h, w] of the latents of a picture; the size is checked against the pack's factor and the model's largest. */
    public Shape latents(ImageSize size) {
        var settings = pack.settings();
        var checked = size.requireMultipleOf(settings.sizeMultiple());
        int scale = settings.vaeScaleFactor();
        requireAtMost("width", checked.width(), scale);
        requireAtMost("height", checked.height(), scale);
        return Shape.of(channels, checked.height() / scale, checked.width() / scale);
    }

    private void requireAtMost(String field, int side, int scale) {
        long most = (long) recipe.sizes().most(config) * scale;
        if (side > most) {
            throw Refusal.of(
                    ProblemType.TOO_LARGE,
                    field,
                    field + " is " + side + "; this model draws at most " + most + " pixels a side");
        }
    }

    /** The number of tokens of every prompt, if it is fixed. */
    public Optional<Long> tokens() {
        var text = pack.family().text();
        if (inputs.tokens() != TensorInfo.FREE) {
            return Optional.of(inputs.tokens());
        }
        int rows = text.rows(pack.settings().maxSequenceLength());
        return text.takesWindows() ? Optional.empty() : Optional.of((long) rows);
    }

    /** A scheduler by its name, empty for the pack's own; a refusal names those that fit. */
    public Scheduler scheduler(String name) {
        var config = SchedulerFactory.withLevels(pack.config("scheduler"), recipe.levels());
        return schedulers.computeIfAbsent(
                SchedulerFactory.canonical(config, name), key -> SchedulerFactory.create(config, key));
    }

    /**
     * Opens the LoRAs of an image; blocks on the disk.
     *
     * @throws Refusal UNKNOWN_MODEL, PACK_MISMATCH, LIMIT_EXCEEDED, TOO_LARGE or UNSUPPORTED
     */
    public LoraMix loras(List<LoraUse> uses) {
        if (uses.isEmpty()) {
            return LoraMix.NONE;
        }
        var mix = shelf.open(uses, recipe.component());
        loras.requireFits(mix);
        return mix;
    }

    /**
     * Opens a control model of an image of that size; blocks while it loads.
     *
     * @throws Refusal UNKNOWN_MODEL, PACK_MISMATCH, INVALID_PARAMETER or UNSUPPORTED
     */
    public ControlModel control(ControlUse use, ImageSize size) {
        controls.requireSize(List.of(use), size);
        var control = controls.open(use, settings.session());
        for (var output : control.outputs()) {
            if (model.input(ControlInputNames.of(output)).isEmpty()) {
                var detail =
                        "controls: '%s' was added after this service had begun; start it again".formatted(use.model());
                throw Refusal.of(ProblemType.UNSUPPORTED, ControlRequest.FIELD, detail);
            }
        }
        return control;
    }

    /** A denoiser over the model, for one thread, which has others help it. */
    public Denoiser denoiser(long slotBytes) {
        var controlCalls = Stream.generate(() -> new ControlCalls(model, config))
                .limit(settings.parallelCalls())
                .toList();
        var adapters = new CallAdapters(new LoraStacks(model, settings.loraBytes()), controlCalls);
        return new Denoiser(model, inputs, adapters, slotBytes);
    }

    @Override
    public void close() {
        controls.close();
        model.close();
    }
}
