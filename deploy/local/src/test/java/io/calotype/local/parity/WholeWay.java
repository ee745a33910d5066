package io.calotype.local.parity;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.encoder.picture.RepaintMask;
import io.calotype.encoder.picture.SourcePicture;
import io.calotype.encoder.vae.SourcePictureEncoder;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.Pixels;
import io.calotype.inprocess.InProcessPipeline;
import io.calotype.local.parity.ParityCell.Begin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that the services compute for a picture of a pack, from text and picture to the pixels, without what is between them. */
final class WholeWay implements AutoCloseable {
    private static final SessionSettings SETTINGS = SessionSettings.cpu(1);
    private static final String PROMPT = "a cat on a red mat";
    private static final ImageSize SIZE = new ImageSize(64, 64);
    private static final long SLOT_BYTES = 256L << 20;

    private final ModelPack pack;
    private final InProcessPipeline pipeline;
    private final SourcePictureEncoder pictures;
    private final Denoiser denoiser;

    WholeWay(String family) {
        this(ModelPack.draft(ParityGolden.pack(family), family));
    }

    WholeWay(ModelPack pack) {
        this.pack = pack;
        pipeline = InProcessPipeline.open(pack, SETTINGS, SETTINGS);
        pictures = SourcePictureEncoder.open(pack, SETTINGS);
        denoiser = pipeline.denoiser(SLOT_BYTES);
    }

    /** Returns the latents of each cell; all cells of a size share the model's calls. */
    List<float[]> latents(List<ParityCell> cells) throws IOException {
        Map<Begin, Map<String, Tensor>> conditions = new EnumMap<>(Begin.class);
        for (var begin : cells.stream().map(ParityCell::begin).distinct().toList()) {
            conditions.put(begin, condition(begin, List.of()));
        }
        return denoised(cells.stream()
                .map(cell -> pipeline.begin(task(cell), Objects.requireNonNull(conditions.get(cell.begin()))))
                .toList());
    }

    /** The same for cells that ask for LoRAs. */
    List<float[]> latents(List<ParityCell> cells, List<List<LoraRequest>> loras) throws IOException {
        var images = new ArrayList<Denoising>();
        for (int i = 0; i < cells.size(); i++) {
            var cell = cells.get(i);
            var uses = LoraShelf.of(pack).find(loras.get(i));
            var task = task(cell);
            var drawn = Samples.task(task.id(), task.spec().withAdapters(new Adapters(uses, List.of())), pack.digest());
            images.add(pipeline.begin(drawn, condition(cell.begin(), uses)));
        }
        return denoised(images);
    }

    /** Returns the latents of a cell with controls by the same picture, U8 {@code [height, width, 3]}, and of others with other ones. */
    List<float[]> controlled(ParityCell cell, List<List<ControlUse>> controls, Tensor picture) throws IOException {
        var images = new ArrayList<Denoising>();
        for (var uses : controls) {
            var task = task(cell);
            var drawn = Samples.task(task.id(), task.spec().withAdapters(new Adapters(List.of(), uses)), pack.digest());
            var tensors = condition(cell.begin(), List.of());
            for (int i = 0; i < uses.size(); i++) {
                tensors.put(ImageTensors.control(i), picture);
            }
            images.add(pipeline.begin(drawn, tensors));
        }
        return denoised(images);
    }

    private List<float[]> denoised(List<Denoising> images) {
        while (!images.stream().allMatch(Denoising::done)) {
            images.stream()
                    .filter(image -> !image.done())
                    .collect(Collectors.groupingBy(Denoising::key))
                    .values()
                    .forEach(denoiser::step);
        }
        return images.stream().map(image -> image.trajectory().latents()).toList();
    }

    /** Returns a picture's pixels, {@code 0xffRRGGBB}, rows from the top. */
    int[] picture(float[] latents) {
        byte[] rgb = pipeline.decode(latents, SIZE).rgb();
        var pixels = new int[rgb.length / 3];
        for (int i = 0; i < pixels.length; i++) {
            int red = rgb[3 * i] & 0xff;
            int green = rgb[3 * i + 1] & 0xff;
            int blue = rgb[3 * i + 2] & 0xff;
            pixels[i] = 0xff << 24 | red << 16 | green << 8 | blue;
        }
        return pixels;
    }

    private Map<String, Tensor> condition(Begin begin, List<LoraUse> loras) throws IOException {
        var tensors = pipeline.condition(PROMPT, "", loras);
        if (begin == Begin.PICTURE || begin == Begin.MASKED_PICTURE) {
            var pixels = new Pixels(SIZE.width(), SIZE.height(), ParityGolden.begin());
            var mask = begin == Begin.MASKED_PICTURE
                    ? Optional.of(RepaintMask.of(ParityGolden.mask(), SIZE))
                    : Optional.<RepaintMask>empty();
            tensors.putAll(pictures.encode(new SourcePicture(SIZE, pixels, mask)));
        }
        return tensors;
    }

    private ImageTask task(ParityCell cell) {
        var spec = new GenerationSpec(
                PROMPT,
                "",
                PromptWeights.OFF,
                cell.size(),
                new Sampling(
                        cell.steps(),
                        cell.guidance(),
                        0,
                        cell.trueCfg(),
                        cell.scheduler(),
                        Seed.parse(cell.seed()),
                        cell.strength()),
                OutputFormat.PNG,
                pack.name(),
                5);
        return Samples.task(new ImageId("parity", 0), spec, pack.digest());
    }

    @Override
    public void close() {
        denoiser.close();
        pictures.close();
        pipeline.close();
    }
}
