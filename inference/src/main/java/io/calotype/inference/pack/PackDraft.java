package io.calotype.inference.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.digest.Sha256;
import io.calotype.inference.family.Configs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * What makes a model pack of an export: the {@code pack.json} and the {@code manifest.json} that it does not have.
 *
 * @param settings the bytes of {@code pack.json}
 * @param manifest the bytes of {@code manifest.json}
 */
@SuppressWarnings("ArrayRecordComponent") // written once
record PackDraft(byte[] settings, byte[] manifest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads an export; {@link PackException} names what is missing, no JSON, or leads out of the folder. */
    static PackDraft of(Path root, String name) {
        var family = ModelPack.family(root.resolve("model_index.json"), PackFiles.read(root, "model_index.json"));
        var configs = new Configs(
                config(root, "text_encoder/config.json"),
                config(root, family.denoiser().component() + "/config.json"),
                config(root, "vae_decoder/config.json"),
                PackFiles.read(root, "scheduler/scheduler_config.json"));
        var json = new DerivedSettings(family, configs).json(name);
        var settings = bytes(json);
        return new PackDraft(settings, manifest(root, settings));
    }

    private static byte[] manifest(Path root, byte[] settings) {
        var entries = new TreeMap<String, JsonNode>();
        for (var path : PackFiles.ofComponents(root)) {
            var file = PackFiles.resolve(root, path);
            entries.put(path, entry(PackFiles.sha256(file), size(file)));
        }
        entries.put(ModelPack.SETTINGS, entry(Sha256.hex(settings), settings.length));
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("files").setAll(entries);
        return bytes(json);
    }

    private static JsonNode entry(String sha256, long size) {
        return JsonNodeFactory.instance.objectNode().put("sha256", sha256).put("size", size);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw PackFiles.unreadable(file, e);
        }
    }

    /** The older export script writes no config beside its models. */
    private static JsonNode config(Path root, String path) {
        return Files.exists(root.resolve(path)) ? PackFiles.read(root, path) : JsonNodeFactory.instance.objectNode();
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and strings", e);
        }
    }
}
