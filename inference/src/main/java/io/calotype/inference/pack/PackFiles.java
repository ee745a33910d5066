package io.calotype.inference.pack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.pack.PackManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reading the files of a pack: every fault is a {@link PackException} that names the file. */
final class PackFiles {

    private static final int MAX_JSON_BYTES = 4 << 20;
    private static final Pattern COMPONENT = Pattern.compile(
            "^(scheduler|tokenizer(_[23])?|text_encoder(_[23])?|unet|transformer|vae_decoder|vae_encoder|image_encoder|vision_model|feature_extractor|safety_checker)/");
    private static final Set<String> LEFT_BY_SYSTEMS = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
    /** Reads -Infinity too, which diffusers writes as the default of {@code lambda_min_clipped}. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PackFiles() {}

    /** The file a pack's path means; refuses a symbolic link that leads out of the pack, or out of its Hugging Face cache. */
    static Path resolve(Path root, String path) {
        var file = root.resolve(path);
        if (!PackManifest.isInside(path)) {
            throw new PackException(file, "leads out of the pack");
        }
        try {
            var real = file.toRealPath();
            var folder = root.toRealPath();
            if (!real.startsWith(folder) && !HubCache.holds(folder, real)) {
                throw new PackException(file, "is a link that leads out of the pack");
            }
            return file;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** A file's path relative to the pack, with forward slashes. */
    static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** Whether a system left a file beside the model's own, such as {@code ._model.onnx} of macOS. */
    static boolean isLeftBySystem(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith("._") || LEFT_BY_SYSTEMS.contains(name);
    }

    /**
     * The paths of {@code model_index.json} and of all files of the components, in order; links are listed, not followed, and
     * what systems leave there is not.
     */
    static List<String> ofComponents(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !isLeftBySystem(file))
                    .map(file -> relative(root, file))
                    .filter(path -> path.equals("model_index.json")
                            || COMPONENT.matcher(path).find())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    /** A JSON object of the pack by its path. */
    static JsonNode read(Path root, String path) {
        var file = resolve(root, path);
        return json(file, bytes(file));
    }

    /** All bytes of a small file. */
    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MAX_JSON_BYTES) {
                throw new PackException(file, "is larger than " + MAX_JSON_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** A JSON object; duplicate keys and anything after it are refused. */
    static JsonNode json(Path file, byte[] bytes) {
        try {
            var node = JSON.readTree(bytes);
            if (!node.isObject()) {
                throw new PackException(file, "is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new PackException(file, "is not valid JSON", e);
        }
    }

    /** The sha256 of a file of any size, read in chunks. */
    static String sha256(Path file) {
        try {
            return FileDigests.sha256(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static PackException unreadable(Path file, IOException cause) {
        var missing = cause instanceof NoSuchFileException;
        return new PackException(file, missing ? "is missing" : "cannot be read", cause);
    }
}
