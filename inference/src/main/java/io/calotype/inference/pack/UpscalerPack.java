package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.pack.PackManifest;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pack that enlarges pictures: {@code upscaler/model.onnx}, {@code pack.json} with {@code name} and {@code scale}, and {@code
 * manifest.json}.
 */
public final class UpscalerPack {

    private static final String COMPONENT = "upscaler";
    private static final String MODEL = COMPONENT + "/model.onnx";
    private static final int MAX_SCALE = 8;

    private final PackContents contents;
    private final String name;
    private final int scale;

    private UpscalerPack(PackContents contents) {
        this.contents = contents;
        var json = contents.json(ModelPack.SETTINGS);
        name = json.path("name").asText();
        scale = scale(json);
    }

    /** Opens the upscaler of a name among packs and checks its files; {@link PackException} if it does not fit. */
    public static UpscalerPack open(Path packs, String name) {
        var folder = packs.resolve(ModelPacks.requireName(packs, name));
        if (!isIn(folder)) {
            throw new PackException(folder, "is no upscaler: it has no " + MODEL);
        }
        var pack = new UpscalerPack(PackContents.read(folder.toAbsolutePath().normalize()));
        if (!pack.name.equals(name)) {
            throw new PackException(pack.file(ModelPack.SETTINGS), "name is '" + pack.name + "', not '" + name + "'");
        }
        pack.contents.verify(COMPONENT);
        return pack;
    }

    /** Tells whether a folder is such a pack's. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(MODEL));
    }

    private int scale(JsonNode json) {
        int times = json.path("scale").asInt();
        if (times < 2 || times > MAX_SCALE) {
            throw new PackException(
                    file(ModelPack.SETTINGS), "scale is " + json.path("scale") + ", not 2 to " + MAX_SCALE);
        }
        return times;
    }

    private Path file(String path) {
        return contents.root().resolve(path);
    }

    /** The name by which the command line knows it. */
    public String name() {
        return name;
    }

    /** The sha256 of its manifest, in lower-case hex. */
    public String digest() {
        return contents.manifest().digest();
    }

    /** Refuses the pack unless its {@code manifest.json} has this sha256, in lower-case hex. */
    public void requireManifest(String sha256) {
        if (!digest().equals(sha256)) {
            throw new PackException(file(PackManifest.FILE), "sha256 is " + digest() + ", expected " + sha256);
        }
    }

    /** How many times as wide and high pictures become. */
    public int scale() {
        return scale;
    }

    /** The ONNX model, whose bytes are those of the manifest. */
    public Path model() {
        return contents.file(MODEL);
    }
}
