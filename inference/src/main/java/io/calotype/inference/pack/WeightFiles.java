package io.calotype.inference.pack;

import com.google.protobuf.InvalidProtocolBufferException;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.inference.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that a model's weights can be used, and are read from its own folder, before anything opens them. */
final class WeightFiles {

    private WeightFiles() {}

    /**
     * Checks one model file.
     *
     * @param component the folder, relative to the pack
     * @param listed the paths of the manifest
     * @return the paths of its files of weights
     * @throws PackException that names the model file, if it is damaged, has weights that no provider computes with, or names a
     *     file outside, or one that is not listed
     */
    static Set<String> check(Path model, String component, Set<String> listed) {
        try {
            var onnx = OnnxFile.read(model);
            onnx.unsupportedWeights().ifPresent(type -> {
                throw new PackException(
                        model,
                        "has " + type
                                + " weights, which ONNX Runtime does not run; export it again with --dtype fp16 or"
                                + " fp32");
            });
            return onnx.externalData().stream()
                    .map(location -> check(model, component, location, listed))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (InvalidProtocolBufferException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw PackFiles.unreadable(model, e);
        }
    }

    private static String check(Path model, String component, String location, Set<String> listed) {
        if (!PackManifest.isInside(location)) {
            throw new PackException(model, "has external data at '" + location + "', which leads out of its folder");
        }
        var path = component + "/" + location;
        if (!listed.contains(path)) {
            throw new PackException(model, "has external data at '" + location + "', which is not in the manifest");
        }
        return path;
    }
}
