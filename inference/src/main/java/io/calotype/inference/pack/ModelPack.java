package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.inference.family.Families;
import io.calotype.inference.family.Family;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model pack: a folder in the layout that Hugging Face Optimum exports, with {@code pack.json} and {@code manifest.json}.
 *
 * <p>Every file is checked against the manifest before it is used; {@link #verify} does so for a whole component.
 */
public final class ModelPack {

    static final String SETTINGS = "pack.json";

    private static final String INDEX = "model_index.json";
    private static final Pattern VARIANT = Pattern.compile("[^/]+/model_([^/]+)\\.onnx");

    private final Path root;
    private final String variant;
    private final PackContents contents;
    private final PackDefaults defaults;
    private final PackSettings settings;
    private volatile @Nullable JsonNode index; // each prompt asks for the family

    private ModelPack(PackContents contents, String variant) {
        this.contents = contents;
        this.variant = variant;
        root = contents.root();
        requireVariant();
        var file = root.resolve(SETTINGS);
        var json = contents.json(SETTINGS);
        settings = PackSettings.of(file, json);
        defaults = DefaultsJson.read(file, json, config("scheduler"), settings);
    }

    /** Opens the pack in a folder and checks its manifest and {@code pack.json}; {@link PackException} if it does not fit. */
    public static ModelPack open(Path directory) {
        return open(directory, "");
    }

    /** Opens a variant; empty for the pack as it is. */
    static ModelPack open(Path directory, String variant) {
        return new ModelPack(PackContents.read(folder(directory)), variant);
    }

    /**
     * Opens an export without a manifest, as it is, under a name; nothing is written.
     *
     * @throws PackException that names the file that is missing or does not fit
     */
    public static ModelPack draft(Path directory, String name) {
        var root = folder(directory);
        return new ModelPack(PackContents.of(root, PackDraft.of(root, name)), "");
    }

    private static Path folder(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new PackException(directory, "is not a folder");
        }
        return directory.toAbsolutePath().normalize();
    }

    /** The sha256 of any file, lower-case hex; {@link PackException} if it cannot be read. */
    public static String sha256Of(Path file) {
        return PackFiles.sha256(file);
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
        var digest = contents.manifest().digest();
        return variant.isEmpty() ? digest : Sha256.hex((digest + "/" + variant).getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses the pack unless its {@code manifest.json} has this sha256, in lower-case hex. */
    public void requireManifest(String sha256) {
        var digest = contents.manifest().digest();
        if (!digest.equals(sha256)) {
            throw new PackException(root.resolve(PackManifest.FILE), "sha256 is " + digest + ", expected " + sha256);
        }
    }

    /** The pack's folder, absolute. */
    public Path directory() {
        return root;
    }

    /** What absent fields of a prompt are filled from. */
    public PackDefaults defaults() {
        return defaults;
    }

    /** The settings of {@code pack.json} other than defaults. */
    public PackSettings settings() {
        return settings;
    }

    /** Whether the manifest lists files of a component such as {@code unet}. */
    public boolean has(String component) {
        return contents.in(component).findAny().isPresent();
    }

    /**
     * A component's configuration: {@code scheduler/scheduler_config.json}, {@code unet/config.json} and so on; an empty object for a
     * model that comes without, as the older export script leaves it.
     */
    public JsonNode config(String component) {
        if (component.equals("scheduler")) {
            return contents.json("scheduler/scheduler_config.json");
        }
        var path = component + (component.startsWith("tokenizer") ? "/tokenizer_config.json" : "/config.json");
        return contents.has(path) ? contents.json(path) : JsonNodeFactory.instance.objectNode();
    }

    /** A JSON file of the pack by its path relative to it. */
    public JsonNode json(String path) {
        return contents.json(path);
    }

    /** The kind of pipeline. */
    public Family family() {
        return family(root.resolve(INDEX), index());
    }

    /** The family of a {@code model_index.json}; {@link PackException} lists those there are. */
    static Family family(Path file, JsonNode index) {
        return Families.of(index).orElseThrow(() -> {
            var name = index.path("_class_name").asText();
            return new PackException(file, "_class_name '" + name + "' is none of " + Families.classNames());
        });
    }

    /** The pack's {@code model_index.json}; read only. */
    public JsonNode index() {
        var read = index;
        if (read == null) {
            read = contents.json(INDEX);
            index = read;
        }
        return read;
    }

    /** The ONNX model of a component, not read yet: {@link #verify} the component first. */
    public Path model(String component) {
        return file(modelPath(component));
    }

    private String modelPath(String component) {
        var special = component + "/" + variantFile();
        return contents.has(special) ? special : component + "/model.onnx";
    }

    private String variantFile() {
        return "model_" + variant + ".onnx";
    }

    /** The names of its variants, in order. */
    public SortedSet<String> variants() {
        return files().stream()
                .map(VARIANT::matcher)
                .filter(Matcher::matches)
                .map(file -> file.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void requireVariant() {
        if (!variant.isEmpty() && !variants().contains(variant)) {
            throw new PackException(root, "has no variant '" + variant + "': no component has a " + variantFile());
        }
    }

    /** The sha256 of a component's ONNX model from the manifest, in lower-case hex. */
    public String modelSha256(String component) {
        return contents.entry(modelPath(component)).sha256();
    }

    /** Where what was prepared of a component's model is kept, beside the packs; it need not exist. */
    public Path prepared(String component) {
        return root.resolveSibling(".prepared").resolve(modelSha256(component));
    }

    /** The same for all models, of all variants. */
    public Set<Path> prepared() {
        return files().stream()
                .filter(path -> path.endsWith(".onnx"))
                .map(path -> root.resolveSibling(".prepared")
                        .resolve(contents.entry(path).sha256()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The sha256 of every file of a component from the manifest, in lower-case hex, in the order of their paths. */
    public List<String> sha256sOf(String component) {
        return contents.in(component)
                .sorted()
                .map(path -> contents.entry(path).sha256())
                .toList();
    }

    /** The bytes of all files of a component, from the manifest. */
    public long bytes(String component) {
        return contents.in(component)
                .mapToLong(path -> contents.entry(path).size())
                .sum();
    }

    /** The paths of all files, relative to the pack, in order. */
    public List<String> files() {
        return contents.manifest().files().keySet().stream().sorted().toList();
    }

    /** The bytes of the manifest. */
    public byte[] manifest() {
        var written = contents.drafted().get(PackManifest.FILE);
        return written == null ? PackFiles.bytes(PackFiles.resolve(root, PackManifest.FILE)) : written.clone();
    }

    /** The bytes of a draft's file that is not written yet. */
    public Optional<byte[]> drafted(String path) {
        return Optional.ofNullable(contents.drafted().get(path)).map(byte[]::clone);
    }

    /** A listed file by its path relative to the pack; a link out of the pack is refused. */
    public Path file(String path) {
        return contents.file(path);
    }

    /** A listed file by its path relative to the pack, after a check of its size and sha256. */
    public Path verified(String path) {
        contents.verifyFile(path);
        return file(path);
    }

    /** Whether the pack has a file of that path. */
    public boolean hasFile(String path) {
        return contents.has(path);
    }

    /**
     * Checks size and sha256 of every file of a component, that its folder holds no other, and that its models read their weights
     * from there.
     */
    public void verify(String component) {
        contents.verify(component);
    }

    /** The same, but of files of weights beside the models only the size: for a model whose weights are read from elsewhere. */
    public void verifyGraphs(String component) {
        contents.verifyGraphs(component);
    }
}
