package io.calotype.inference.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.FileLink;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The files of a control model.
 *
 * @param names within the folder: the model, its configuration, and its weights where they lie beside it
 */
record ControlFiles(Path folder, List<String> names) {

    private static final String MODEL = "model.onnx";
    private static final String CONFIG = "config.json";
    private static final int MAX_CONFIG_BYTES = 1 << 16;

    /** Finds them; {@link PackException} names the one that is missing, damaged, or outside the folder. */
    static ControlFiles of(Path folder) {
        var names = new ArrayList<>(List.of(MODEL, CONFIG));
        names.forEach(name -> requireFile(folder.resolve(name)));
        var model = folder.resolve(MODEL);
        try {
            for (var weights : new TreeSet<>(OnnxFile.read(model).externalData())) {
                if (!PackManifest.isInside(weights)) {
                    throw new PackException(model, "has weights at '" + weights + "', which leads out of its folder");
                }
                requireFile(folder.resolve(weights));
                names.add(weights);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PackException(model, "cannot be read: " + e.getMessage(), e);
        }
        return new ControlFiles(folder, List.copyOf(names));
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PackException(file, "is missing");
        }
    }

    /** The model file. */
    Path model() {
        return folder.resolve(MODEL);
    }

    /** The configuration, as diffusers writes it. */
    JsonNode config() {
        var file = folder.resolve(CONFIG);
        try {
            return StrictJson.parse(Files.readAllBytes(file), MAX_CONFIG_BYTES);
        } catch (Refusal e) {
            throw new PackException(file, "is not valid JSON: " + e.problem().detail(), e);
        } catch (IOException e) {
            throw new PackException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The sha256 of the model, or where its weights lie beside it of a list of those of all. */
    String sha256() {
        try {
            var model = Sha256.hex(model());
            if (names.size() == 2) {
                return model;
            }
            var list = new StringBuilder();
            for (var name : names) {
                if (!name.equals(CONFIG)) {
                    list.append(Sha256.hex(folder.resolve(name)))
                            .append("  ")
                            .append(name)
                            .append('\n');
                }
            }
            return Sha256.hex(list.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PackException(folder, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Links or copies them into another folder, over what is there. */
    void copyTo(Path target) throws IOException {
        for (var name : names) {
            var file = target.resolve(name);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            FileLink.linkOrCopy(folder.resolve(name), file);
        }
    }
}
