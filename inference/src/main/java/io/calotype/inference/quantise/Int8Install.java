package io.calotype.inference.quantise;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.PackRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes a pack of another one whose models are quantised: a revision with its own name and digest. */
public final class Int8Install {

    private Int8Install() {}

    /**
     * A component's plan, and what its tensors have held.
     *
     * @param ranges by the tensor's name
     */
    public record Component(Int8Plan plan, Map<String, ValueRange> ranges) {

        /** Copies the map. */
        public Component {
            ranges = Map.copyOf(ranges);
        }
    }

    /**
     * Adds a pack beside others; files that do not change are linked where the file system can.
     *
     * @param components by name, such as {@code unet}
     * @return the pack, in its new folder
     * @throws PackException that says what does not fit
     */
    public static ModelPack install(ModelPack base, Map<String, Component> components, String name, Path packs) {
        var revision = PackRevision.of(base, base.directory().resolve("pack.json"), name, packs);
        revision.quantised(components.keySet());
        var changed = new HashSet<String>();
        for (var component : components.keySet()) {
            changed.addAll(files(base, component));
        }
        return revision.install(changed, folder -> {
            for (var component : components.entrySet()) {
                var quantised = component.getValue();
                quantised.plan().write(quantised.ranges(), folder.resolve(component.getKey()));
            }
        });
    }

    /** The component's model and its weights. */
    private static Set<String> files(ModelPack base, String component) {
        var files = new HashSet<String>();
        var model = base.model(component);
        files.add(component + "/" + model.getFileName());
        try {
            for (var location : OnnxFile.read(model).externalData()) {
                files.add(component + "/" + location);
            }
        } catch (IOException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        }
        return files;
    }
}
