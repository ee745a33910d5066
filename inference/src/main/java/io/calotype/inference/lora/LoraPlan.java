package io.calotype.inference.lora;

import com.google.protobuf.InvalidProtocolBufferException;
import io.calotype.inference.graph.Layer;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.PackRevision;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which layers of a pack a LoRA changes, checked.
 *
 * @param changes by component and layer
 */
record LoraPlan(Map<String, Map<String, LoraLayer>> changes) {

    /** Finds every layer of a file in a pack; {@link PackException} names the first that is not there or does not fit. */
    static LoraPlan of(LoraFile lora, ModelPack pack) {
        var denoiser = pack.family().denoiser().component();
        var graphs = new HashMap<String, Map<String, Layer>>();
        var changes = new TreeMap<String, Map<String, LoraLayer>>();
        lora.layers().forEach((name, layer) -> {
            var target = LoraKey.Target.of(name, denoiser)
                    .orElseThrow(() -> new PackException(lora.file(), name + " is of no known dialect"));
            var component = target.component();
            if (!pack.has(component)) {
                throw foreign(lora, name, pack, "there is no " + component);
            }
            if (PackRevision.isQuantised(pack, component)) {
                throw new PackException(
                        lora.file(),
                        "cannot be added to %s, whose %s multiplies in whole numbers: add it to the pack that this one was made of"
                                .formatted(pack.name(), component));
            }
            var layers = graphs.computeIfAbsent(component, part -> layers(pack, part));
            var found = layers.entrySet().stream()
                    .filter(one -> isMeant(target, one.getKey(), pack))
                    .findFirst()
                    .orElseThrow(() -> foreign(lora, name, pack, component + " has no such layer"));
            var path = found.getKey();
            layer.requireFits(found.getValue(), path);
            if (changes.computeIfAbsent(component, part -> new TreeMap<>()).put(path, layer) != null) {
                throw new PackException(lora.file(), "changes " + path + " of " + component + " twice");
            }
        });
        return new LoraPlan(changes);
    }

    private static boolean isMeant(LoraKey.Target target, String path, ModelPack pack) {
        int layersPerBlock =
                pack.config(target.component()).path("layers_per_block").asInt(2);
        return target.means(path)
                || StabilityNames.of(path, layersPerBlock).filter(target::means).isPresent();
    }

    private static PackException foreign(LoraFile lora, String name, ModelPack pack, String why) {
        return new PackException(
                lora.file(),
                "does not fit %s (%s): %s is for another model, %s"
                        .formatted(pack.name(), pack.family().title(), name, why));
    }

    private static Map<String, Layer> layers(ModelPack pack, String component) {
        pack.verify(component);
        try {
            return OnnxFile.read(pack.model(component)).layers();
        } catch (InvalidProtocolBufferException e) {
            throw new PackException(pack.model(component), "is no whole ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PackException(pack.model(component), "cannot be read: " + e.getMessage(), e);
        }
    }
}
