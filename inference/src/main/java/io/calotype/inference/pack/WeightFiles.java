package io.calotype.inference.pack;

import com.google.protobuf.InvalidProtocolBufferException;
import io.calotype.inference.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Checks that a model reads its weights from its own folder, before anything opens them. */
final class WeightFiles {

    private WeightFiles() {}

    /**
     * Checks one model file.
     *
     * @param component the folder, relative to the pack
     * @param listed the paths of the manifest
     * @throws PackException that names the model file, if it is damaged or names a file outside, or one that is not listed
     */
    static void check(Path model, String component, Set<String> listed) {
        for (var location : locations(model)) {
            if (!PackFiles.isInside(location)) {
                throw new PackException(
                        model, "has external data at '" + location + "', which leads out of its folder");
            }
            if (!listed.contains(component + "/" + location)) {
                throw new PackException(model, "has external data at '" + location + "', which is not in the manifest");
            }
        }
    }

    private static Set<String> locations(Path model) {
        try {
            return OnnxFile.read(model).externalData();
        } catch (InvalidProtocolBufferException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw PackFiles.unreadable(model, e);
        }
    }
}
