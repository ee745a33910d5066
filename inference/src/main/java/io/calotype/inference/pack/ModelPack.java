package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model pack: a folder in the layout that Hugging Face Optimum exports, with {@code pack.json} and {@code manifest.json}.
 *
 * <p>Every file is checked against the manifest before it is used; {@link #verify} does so for a whole component.
 */
public final class ModelPack {

    private static final String SETTINGS = "pack.json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Path root;
    private final String variant;
    private final Manifest manifest;
    private final PackDefaults defaults;
    private final PackSettings settings;

    private ModelPack(Path root, String variant) {
        this.root = root;
        this.variant = variant;
        manifest = Manifest.read(root);
        requireVariant();
        var file = root.resolve(SETTINGS);
        var json = checkedJson(SETTINGS);
        settings = PackSettings.of(file, json);
        defaults = defaults(file, json);
    }

    /** Opens the pack in a folder and checks its manifest and {@code pack.json}; {@link PackException} if it does not fit. */
    public static ModelPack open(Path directory) {
        return open(directory, "");
    }

    private static ModelPack open(Path directory, String variant) {
        if (!Files.isDirectory(directory)) {
            throw new PackException(directory, "is not a folder");
        }
        return new ModelPack(directory.toAbsolutePath().normalize(), variant);
    }

    /** Opens a pack by its name among the packs of a folder; {@link PackException} names those there are. */
    public static ModelPack find(Path packs, String name) {
        return find(packs, name, "");
    }

    /**
     * Opens a variant of a pack.
     *
     * @param variant such as {@code int8}: components that have a {@code model_int8.onnx} run that in place of {@code
     *     model.onnx}; empty for the pack as it is
     */
    public static ModelPack find(Path packs, String name, String variant) {
        if (!NAME.matcher(name).matches() || !Files.isDirectory(packs.resolve(name))) {
            throw new PackException(packs, "no model pack named '" + name + "'; there are " + names(packs));
        }
        var pack = open(packs.resolve(name), variant);
        if (!pack.name().equals(name)) {
            throw new PackException(pack.root.resolve(SETTINGS), "name is '" + pack.name() + "', not '" + name + "'");
        }
        return pack;
    }

    /** The name by which prompts and topics know the pack. */
    public String name() {
        return defaults.model();
    }

    /**
     * What a tensor record was made with, lower-case hex: the sha256 of the pack's manifest, or of that and the variant's
     * name, because a variant draws other bytes from the same seed.
     */
    public String digest() {
        return variant.isEmpty()
                ? manifest.digest()
                : PackFiles.sha256((manifest.digest() + "/" + variant).getBytes(StandardCharsets.UTF_8));
    }

    /** The pack's folder, absolute. */
    public Path directory() {
        return root;
    }

    /** What absent fields of a prompt are filled from. */
    public PackDefaults defaults() {
        return defaults;
    }

    /** What {@code pack.json} says beside the defaults. */
    public PackSettings settings() {
        return settings;
    }

    /** Whether the manifest lists files of a component such as {@code unet}. */
    public boolean has(String component) {
        return manifest.in(component).findAny().isPresent();
    }

    /** A component's configuration: {@code scheduler/scheduler_config.json}, {@code unet/config.json} and so on. */
    public JsonNode config(String component) {
        return checkedJson(component + "/"
                + switch (component) {
                    case "scheduler" -> "scheduler_config.json";
                    case "tokenizer" -> "tokenizer_config.json";
                    default -> "config.json";
                });
    }

    /** The ONNX model of a component, not read yet: {@link #verify} the component first. */
    public Path model(String component) {
        var special = component + "/" + variantFile();
        return file(manifest.files().containsKey(special) ? special : component + "/model.onnx");
    }

    private String variantFile() {
        return "model_" + variant + ".onnx";
    }

    private void requireVariant() {
        if (!variant.isEmpty()
                && manifest.files().keySet().stream().noneMatch(file -> file.endsWith("/" + variantFile()))) {
            throw new PackException(root, "has no variant '" + variant + "': no component has a " + variantFile());
        }
    }

    /** A listed file by its path relative to the pack; a link out of the pack is refused. */
    public Path file(String path) {
        var file = PackFiles.resolve(root, path);
        if (!manifest.files().containsKey(path)) {
            throw new PackException(file, "is not in " + Manifest.FILE);
        }
        return file;
    }

    /** Checks size and sha256 of every file of a component, and that its folder holds no other. */
    public void verify(String component) {
        var listed = manifest.in(component).collect(Collectors.toUnmodifiableSet());
        if (listed.isEmpty()) {
            throw new PackException(root.resolve(component), "the manifest lists no file of this component");
        }
        listed.stream().sorted().forEach(this::verifyFile);
        refuseUnlisted(component, listed);
    }

    private void verifyFile(String path) {
        var file = file(path);
        var entry = entry(path);
        try {
            if (Files.size(file) != entry.size()) {
                throw new PackException(file, "has " + Files.size(file) + " bytes, not " + entry.size());
            }
        } catch (IOException e) {
            throw PackFiles.unreadable(file, e);
        }
        requireDigest(file, PackFiles.sha256(file), entry);
    }

    private void refuseUnlisted(String component, Set<String> listed) {
        var folder = root.resolve(component);
        try (var files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file))
                    .filter(file ->
                            !listed.contains(root.relativize(file).toString().replace('\\', '/')))
                    .findFirst()
                    .ifPresent(file -> {
                        throw new PackException(file, "is not in " + Manifest.FILE);
                    });
        } catch (IOException e) {
            throw PackFiles.unreadable(folder, e);
        }
    }

    private JsonNode checkedJson(String path) {
        var file = file(path);
        var bytes = PackFiles.bytes(file);
        requireDigest(file, PackFiles.sha256(bytes), entry(path));
        return PackFiles.json(file, bytes);
    }

    private Manifest.Entry entry(String path) {
        var entry = manifest.files().get(path);
        if (entry == null) {
            throw new PackException(root.resolve(path), "is not in " + Manifest.FILE);
        }
        return entry;
    }

    private static void requireDigest(Path file, String sha256, Manifest.Entry entry) {
        if (!sha256.equals(entry.sha256())) {
            throw new PackException(file, "sha256 is " + sha256 + ", the manifest says " + entry.sha256());
        }
    }

    private PackDefaults defaults(Path file, JsonNode json) {
        var name = json.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw new PackException(file, "name '" + name + "' does not match " + NAME);
        }
        var values = json.path("defaults");
        try {
            return new PackDefaults(
                    name,
                    new ImageSize(
                            values.path("width").asInt(), values.path("height").asInt()),
                    values.path("steps").asInt(),
                    values.path("guidance_scale").asDouble(),
                    values.path("guidance_rescale").asDouble(),
                    config("scheduler").path("_class_name").asText(),
                    values.path("negative_prompt").asText(),
                    OutputFormat.parse(values.path("output_format").asText("png")),
                    settings.sizeMultiple());
        } catch (RuntimeException e) {
            throw new PackException(file, "defaults: " + e.getMessage(), e);
        }
    }

    private static String names(Path packs) {
        try (var folders = Files.list(packs)) {
            return folders.filter(folder -> Files.exists(folder.resolve(SETTINGS)))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .collect(Collectors.joining(", ", "[", "]"));
        } catch (IOException e) {
            throw PackFiles.unreadable(packs, e);
        }
    }
}
