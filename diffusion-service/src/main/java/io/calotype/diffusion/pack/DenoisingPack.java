package io.calotype.diffusion.pack;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.DenoiserInputs;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.SchedulerFactory;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A pack with its denoising model loaded and checked, and its schedulers. */
public final class DenoisingPack implements AutoCloseable {

    private static final long LATENT_CHANNELS = 4; // if the export does not say: Stable Diffusion's

    private final ModelPack pack;
    private final OnnxModel model;
    private final DenoiserInputs inputs;
    private final long channels;
    private final Map<String, Scheduler> schedulers = new ConcurrentHashMap<>();

    private DenoisingPack(ModelPack pack, String component, OnnxModel model) {
        this.pack = pack;
        this.model = model;
        inputs = DenoiserInputs.of(model);
        channels = inputs.channels() == TensorInfo.FREE
                ? pack.config(component).path("in_channels").asLong(LATENT_CHANNELS)
                : inputs.channels();
        scheduler("");
    }

    /** Verifies and loads the pack's {@code unet} or {@code transformer}. */
    public static DenoisingPack load(ModelPack pack, SessionSettings settings) {
        var component = Stream.of("unet", "transformer")
                .filter(pack::has)
                .findFirst()
                .orElseThrow(() -> new PackException(pack.directory(), "has neither unet nor transformer"));
        pack.verify(component);
        var model = DenoisingModel.load(pack, component, settings);
        try {
            return new DenoisingPack(pack, component, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The pack itself. */
    public ModelPack pack() {
        return pack;
    }

    /** What the model takes. */
    public DenoiserInputs inputs() {
        return inputs;
    }

    /** The shape [C, h, w] of the latents of a picture; the size is checked against the pack's factor. */
    public Shape latents(ImageSize size) {
        var settings = pack.settings();
        var checked = size.requireMultipleOf(settings.sizeMultiple());
        int scale = settings.vaeScaleFactor();
        return Shape.of(channels, checked.height() / scale, checked.width() / scale);
    }

    /** The number of tokens of every prompt, if it is fixed. */
    public Optional<Long> tokens() {
        return inputs.tokens() == TensorInfo.FREE ? Optional.empty() : Optional.of(inputs.tokens());
    }

    /** A scheduler by its name, empty for the pack's own; a refusal names those that fit. */
    public Scheduler scheduler(String name) {
        var config = pack.config("scheduler");
        return schedulers.computeIfAbsent(
                SchedulerFactory.canonical(config, name), key -> SchedulerFactory.create(config, key));
    }

    /** A denoiser over the model, for one thread. */
    public Denoiser denoiser(long slotBytes) {
        return new Denoiser(model, inputs, slotBytes);
    }

    @Override
    public void close() {
        model.close();
    }
}
