package io.calotype.inference.revision;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.FileLink;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A pack that is made of another one, with a name and a digest of its own; files that do not change are linked where the file system
 * can.
 */
public final class PackRevision {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTINGS = "pack.json";
    private static final String MANIFEST = "manifest.json";
    private static final String MODEL = "/model.onnx";
    private static final String QUANTISED = "quantised";
    private static final String COMPONENTS = "components";

    private final ModelPack base;
    private final Path target;
    private final Path unfinished;
    private final ObjectNode settings;

    private PackRevision(ModelPack base, String name, Path packs) {
        this.base = base;
        target = packs.resolve(name);
        unfinished = packs.resolve(".adding-" + name);
        settings = base.json(SETTINGS).deepCopy();
        settings.put("name", name);
    }

    /** Writes the files that change into the new pack's folder, whose own folders are there. */
    public interface Changes {
        void write(Path folder) throws IOException;
    }

    /**
     * Plans a pack beside others.
     *
     * @param file that it is made with, for messages
     * @throws PackException if the name does not fit or is taken
     */
    public static PackRevision of(ModelPack base, Path file, String name, Path packs) {
        var revision = new PackRevision(base, ModelPacks.requireName(file, name), packs);
        if (Files.exists(revision.target)) {
            throw new PackException(revision.target, "is there already");
        }
        return revision;
    }

    /** Notes in {@code pack.json} that the pack is made with a file; what is returned takes more. */
    public ObjectNode madeWith(String kind, Path file) {
        return settings.withArray(kind)
                .addObject()
                .put("file", String.valueOf(file.getFileName()))
                .put("sha256", ModelPack.sha256Of(file))
                .put("base_digest", base.digest());
    }

    /** Notes in {@code pack.json} that components multiply in whole numbers. */
    public void quantised(Set<String> components) {
        var note = settings.putObject(QUANTISED).put("base_digest", base.digest());
        var names = note.putArray(COMPONENTS);
        components.stream().sorted().forEach(names::add);
    }

    /** Whether a component of a pack was made to multiply in whole numbers. */
    public static boolean isQuantised(ModelPack pack, String component) {
        return StreamSupport.stream(
                        pack.json(SETTINGS).path(QUANTISED).path(COMPONENTS).spliterator(), false)
                .anyMatch(name -> name.asText().equals(component));
    }

    /**
     * Makes the pack.
     *
     * @param changed paths of the files that change
     * @throws PackException if it cannot be written; nothing of it is left then
     */
    public ModelPack install(Set<String> changed, Changes changes) {
        try {
            PackInstall.remove(unfinished);
            Files.createDirectories(unfinished);
            linkOthers(changed);
            changes.write(unfinished);
            Files.write(unfinished.resolve(SETTINGS), bytes(settings));
            Files.write(unfinished.resolve(MANIFEST), manifest(changed));
            Files.move(unfinished, target);
            return ModelPack.open(target);
        } catch (RuntimeException e) {
            PackInstall.remove(unfinished);
            throw e;
        } catch (IOException e) {
            PackInstall.remove(unfinished);
            throw new PackException(target, "cannot be written: " + e.getMessage(), e);
        }
    }

    private void linkOthers(Set<String> changed) throws IOException {
        for (var path : changed) {
            Files.createDirectories(unfinished.resolve(path).getParent());
        }
        for (var path : base.files()) {
            if (!changed.contains(path) && !path.equals(SETTINGS) && !isVariantOf(changed, path)) {
                var link = unfinished.resolve(path);
                Files.createDirectories(link.getParent());
                FileLink.linkOrCopy(base.file(path), link);
            }
        }
    }

    /** A variant such as {@code unet/model_int8.onnx} would be without the change. */
    private static boolean isVariantOf(Set<String> changed, String path) {
        int slash = path.lastIndexOf('/');
        return path.startsWith("/model_", Math.max(0, slash))
                && path.endsWith(".onnx")
                && changed.contains(path.substring(0, slash) + MODEL);
    }

    private byte[] manifest(Set<String> changed) throws IOException {
        var manifest = (ObjectNode) JSON.readTree(base.manifest());
        var files = manifest.withObject("/files");
        var there = files();
        files.retain(there);
        for (var path : there) {
            if (!files.has(path) || changed.contains(path) || path.equals(SETTINGS)) {
                var file = unfinished.resolve(path);
                files.putObject(path).put("sha256", ModelPack.sha256Of(file)).put("size", Files.size(file));
            }
        }
        return bytes(manifest);
    }

    private List<String> files() throws IOException {
        try (var found = Files.walk(unfinished)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> unfinished.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(ObjectNode json) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }
}
