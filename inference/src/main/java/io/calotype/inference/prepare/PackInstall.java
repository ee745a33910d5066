package io.calotype.inference.prepare;

import io.calotype.inference.pack.FileLink;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;

/** Puts an export among the packs of a folder: its files by name or copy, its {@code pack.json} and its manifest. */
public final class PackInstall {

    private PackInstall() {}

    /**
     * Makes a pack of an export or of another pack; files are linked where the file system can, else copied.
     *
     * @return the pack, in its new folder
     * @throws PackException that names the file that does not fit, or the folder if there is a pack of that name
     */
    public static ModelPack install(Path source, String name, Path packs) {
        return install(
                Files.exists(source.resolve("manifest.json")) ? ModelPack.open(source) : ModelPack.draft(source, name),
                name,
                packs);
    }

    /** The same for a pack or a draft that is open already, whose files are not read again. */
    public static ModelPack install(ModelPack draft, String name, Path packs) {
        var target = packs.resolve(name);
        if (Files.exists(target)) {
            throw new PackException(target, "is there already");
        }
        requireName(draft, name);
        var unfinished = packs.resolve(".adding-" + name);
        try {
            remove(unfinished);
            Files.createDirectories(unfinished);
            Files.write(unfinished.resolve("manifest.json"), draft.manifest());
            for (var path : draft.files()) {
                write(draft, path, unfinished);
            }
            Files.move(unfinished, target);
            return ModelPack.open(target);
        } catch (IOException e) {
            throw new PackException(target, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static void requireName(ModelPack pack, String name) {
        if (!pack.name().equals(name)) {
            var settings = pack.directory().resolve("pack.json");
            throw new PackException(settings, "name is '" + pack.name() + "', not '" + name + "'");
        }
    }

    /** Removes a pack's folder, if it is there. */
    public static void remove(Path pack) {
        if (!Files.exists(pack)) {
            return;
        }
        try (var files = Files.walk(pack)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new PackException(pack, "cannot be removed: " + e.getMessage(), e);
        }
    }

    /**
     * Removes a pack, and what was prepared of those of its models that no other pack beside it has; all of that stays if another pack
     * cannot be read.
     */
    public static void remove(ModelPack pack) {
        var unused = new HashSet<>(pack.prepared());
        remove(pack.directory());
        try {
            new ModelPacks(pack.directory().resolveSibling(""))
                    .all()
                    .forEach(other -> unused.removeAll(other.prepared()));
        } catch (PackException e) {
            return;
        }
        unused.forEach(PackInstall::remove);
    }

    private static void write(ModelPack draft, String path, Path folder) throws IOException {
        var target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        var drafted = draft.drafted(path);
        if (drafted.isPresent()) {
            Files.write(target, drafted.get());
            return;
        }
        FileLink.linkOrCopy(draft.file(path), target);
    }
}
