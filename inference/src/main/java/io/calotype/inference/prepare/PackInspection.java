package io.calotype.inference.prepare;

import io.calotype.inference.family.TextPart;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ChatTemplate;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inspects a folder, component by component, and continues after the first fault. */
public final class PackInspection {

    private final List<String> lines = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final SessionSettings settings;
    private @Nullable ModelPack pack;

    private PackInspection(SessionSettings settings) {
        this.settings = settings;
    }

    /** Reads every file of a pack, or of an export that is not one yet, and loads its models; nothing is written. */
    public static PackReport of(Path directory, String name, SessionSettings settings) {
        var inspection = new PackInspection(settings);
        inspection.look(() -> inspection.inspect(open(directory, name)));
        return new PackReport(inspection.lines, inspection.faults, inspection.pack);
    }

    private static ModelPack open(Path directory, String name) {
        return Files.exists(directory.resolve("manifest.json"))
                ? ModelPack.open(directory)
                : ModelPack.draft(directory, name);
    }

    private void inspect(ModelPack pack) {
        this.pack = pack;
        look(() -> describe(pack));
        var family = pack.family();
        family.required().stream()
                .filter(component -> !pack.has(component))
                .forEach(component -> faults.add(
                        pack.directory().resolve(component) + ": is missing; export the whole pipeline again"));
        if (LatentChannels.areForInpainting(pack) && !pack.has("vae_encoder")) {
            faults.add(pack.directory().resolve("vae_encoder")
                    + ": is missing; a model that does nothing but inpaint needs it");
        }
        var parts = family.text().parts();
        parts.stream().filter(part -> pack.has(part.tokenizer())).forEach(part -> look(() -> tokenizer(pack, part)));
        Stream.concat(
                        parts.stream().map(TextPart::encoder),
                        Stream.of(
                                family.denoiser().component(),
                                "vae_decoder",
                                "vae_encoder",
                                "image_encoder",
                                "vision_model"))
                .filter(pack::has)
                .forEach(component -> look(() -> model(pack, component)));
        look(() -> ImageEncoder.open(pack, settings).ifPresent(this::imageEncoder));
    }

    private void describe(ModelPack pack) {
        var scheduler = pack.config("scheduler");
        var defaults = pack.defaults();
        lines.add(pack.name() + ": " + pack.family().title() + ", predicts "
                + scheduler
                        .path("prediction_type")
                        .asText(scheduler.path("_class_name").asText().startsWith("FlowMatch") ? "flow" : "epsilon")
                + ", "
                + scheduler.path("_class_name").asText());
        lines.add("  by default %s, %d steps, guidance %s; sides are multiples of %d; %d tokens"
                .formatted(
                        defaults.size(),
                        defaults.steps(),
                        defaults.guidanceScale(),
                        defaults.sizeMultiple(),
                        pack.settings().maxSequenceLength()));
    }

    private void tokenizer(ModelPack pack, TextPart part) {
        var folder = part.tokenizer();
        pack.verify(folder);
        if (part.reader() == TextPart.Reader.CHAT) {
            ChatTemplate.of(pack, folder);
        }
        boolean whole = pack.hasFile(folder + "/tokenizer.json");
        pack.json(folder + (whole ? "/tokenizer.json" : "/vocab.json"));
        if (!whole) {
            pack.file(folder + "/merges.txt");
        }
        lines.add("  " + folder + (whole ? "/tokenizer.json" : "/vocab.json and merges.txt"));
    }

    private void model(ModelPack pack, String component) {
        pack.verify(component);
        try (var model = OnnxModel.inspect(pack.model(component))) {
            lines.add("  " + model.name());
            lines.add("    takes " + shown(model.inputs()));
            lines.add("    gives " + shown(model.outputs()));
            if (component.equals(pack.family().denoiser().component())) {
                LatentChannels.of(pack, model);
            }
        }
    }

    private void imageEncoder(ImageEncoder encoder) {
        try (encoder) {
            lines.add("  pictures are found by what they show"
                    + (encoder.sharesTextSpace() ? "" : ", compared with pictures, not with texts"));
        }
    }

    private static String shown(List<TensorInfo> tensors) {
        return tensors.stream().map(TensorInfo::toString).collect(Collectors.joining("; "));
    }

    private void look(Runnable step) {
        try {
            step.run();
        } catch (PackException | OnnxException e) {
            var fault = String.valueOf(e.getMessage());
            if (!faults.contains(fault)) { // a model that is used in two ways is checked twice
                faults.add(fault);
            }
        }
    }
}
