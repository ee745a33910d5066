package io.calotype.inference.lora;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.PackRevision;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Makes a pack of another pack and a LoRA, whose changes are added to the weights: a revision with its own name and digest. */
public final class LoraInstall {

    /** A strength is not further from 0. */
    public static final double MOST_STRENGTH = 4;

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
        var revision = PackRevision.of(base, lora, name, packs);
        var changes = LoraPlan.of(LoraFile.read(lora), base).changes();
        revision.madeWith("loras", lora).put("strength", strength);
        var models = changes.keySet().stream()
                .map(component -> component + "/model.onnx")
                .collect(Collectors.toSet());
        return revision.install(models, folder -> {
            for (var component : changes.entrySet()) {
                var part = component.getKey();
                BakedModel.write(base.model(part), component.getValue(), strength, folder.resolve(part));
            }
        });
    }
}
