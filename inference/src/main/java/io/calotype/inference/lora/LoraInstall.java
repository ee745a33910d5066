package io.calotype.inference.lora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Makes a pack of another pack and a LoRA, whose changes are added to the weights: a revision with its own name and digest. */
public final class LoraInstall {

    /** A strength is not further from 0. */
    public static final double MOST_STRENGTH = 4;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTINGS = "pack.json";
    private static final String MANIFEST = "manifest.json";

    private LoraInstall() {}

    /**
     * Adds a pack beside others; files that the LoRA does not change are linked where the file system can.
     *
     * @param lora a safetensors file in the dialect of kohya, or of diffusers and PEFT
     * @param strength -4 to 4, not 0
     * @return the pack, in its new folder
     * @throws PackException that says what does not fit, before anything is written
     */
    public static ModelPack install(Path lora, double strength, ModelPack base, String name, Path packs) {
        if (!(Math.abs(strength) <= MOST_STRENGTH) || strength == 0) {
            throw new PackException(lora, "strength is " + strength + "; it must be from -4 to 4, and not 0");
        }
        var target = packs.resolve(ModelPacks.requireName(lora, name));
        if (Files.exists(target)) {
            throw new PackException(target, "is there already");
        }
        var plan = LoraPlan.of(LoraFile.read(lora), base);
        var unfinished = packs.resolve(".adding-" + name);
        try {
            PackInstall.remove(unfinished);
            Files.createDirectories(unfinished);
            write(base, plan, strength, unfinished);
            var settings = settings(base, name, lora, strength);
            Files.write(
                    unfinished.resolve(SETTINGS),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(settings));
            Files.write(
                    unfinished.resolve(MANIFEST), manifest(base, plan.changes().keySet(), unfinished));
            Files.move(unfinished, target);
            return ModelPack.open(target);
        } catch (IOException e) {
            PackInstall.remove(unfinished);
            throw new PackException(target, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(ModelPack base, LoraPlan plan, double strength, Path folder) throws IOException {
        for (var path : base.files()) {
            var component = path.substring(0, Math.max(0, path.indexOf('/')));
            boolean changed = plan.changes().containsKey(component) && path.equals(component + "/model.onnx");
            if (!changed && !path.equals(SETTINGS)) {
                var target = folder.resolve(path);
                Files.createDirectories(target.getParent());
                PackInstall.linkOrCopy(base.file(path), target);
            }
        }
        for (var component : plan.changes().entrySet()) {
            BakedModel.write(
                    base.model(component.getKey()), component.getValue(), strength, folder.resolve(component.getKey()));
        }
    }

    private static ObjectNode settings(ModelPack base, String name, Path lora, double strength) {
        ObjectNode settings = base.json(SETTINGS).deepCopy();
        settings.put("name", name);
        settings.withArray("loras")
                .addObject()
                .put("file", String.valueOf(lora.getFileName()))
                .put("sha256", ModelPack.sha256Of(lora))
                .put("strength", strength)
                .put("base_digest", base.digest());
        return settings;
    }

    private static byte[] manifest(ModelPack base, Set<String> changed, Path folder) throws IOException {
        var manifest = (ObjectNode) JSON.readTree(base.manifest());
        var files = manifest.withObject("/files");
        var again = new TreeSet<String>();
        again.add(SETTINGS);
        for (var component : changed) {
            try (var found = Files.list(folder.resolve(component))) {
                found.map(file -> component + "/" + file.getFileName())
                        .filter(path -> !files.has(path) || path.endsWith("/model.onnx"))
                        .forEach(again::add);
            }
        }
        for (var path : again) {
            var file = folder.resolve(path);
            files.putObject(path).put("sha256", ModelPack.sha256Of(file)).put("size", Files.size(file));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    }
}
