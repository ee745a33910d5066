package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of a pack, each checked against the manifest before it is used.
 *
 * @param root the pack's folder, absolute
 * @param drafted files that are not written yet
 */
record PackContents(Path root, Manifest manifest, Map<String, byte[]> drafted) {

    PackContents {
        drafted = Map.copyOf(drafted);
    }

    static PackContents read(Path root) {
        return new PackContents(root, Manifest.read(root), Map.of());
    }

    static PackContents of(Path root, PackDraft draft) {
        var manifest = Manifest.parse(root.resolve(Manifest.FILE), draft.manifest());
        var files = Map.of(ModelPack.SETTINGS, draft.settings(), Manifest.FILE, draft.manifest());
        return new PackContents(root, manifest, files);
    }

    boolean has(String path) {
        return manifest.files().containsKey(path);
    }

    /** A listed file; a link out of the pack is refused. */
    Path file(String path) {
        var file = PackFiles.resolve(root, path);
        if (!has(path)) {
            throw new PackException(file, "is not in " + Manifest.FILE);
        }
        return file;
    }

    JsonNode json(String path) {
        var written = drafted.get(path);
        if (written != null) {
            return PackFiles.json(root.resolve(path), written);
        }
        var file = file(path);
        var bytes = PackFiles.bytes(file);
        requireDigest(file, Sha256.hex(bytes), entry(path));
        return PackFiles.json(file, bytes);
    }

    void verify(String component) {
        var listed = manifest.in(component).collect(Collectors.toUnmodifiableSet());
        if (listed.isEmpty()) {
            throw new PackException(root.resolve(component), "the manifest lists no file of this component");
        }
        listed.stream().sorted().forEach(this::verifyFile);
        refuseUnlisted(component, listed);
        listed.stream()
                .filter(path -> path.endsWith(".onnx"))
                .sorted()
                .forEach(path -> WeightFiles.check(file(path), component, listed));
    }

    void verifyFile(String path) {
        var file = file(path);
        var entry = entry(path);
        try {
            if (Files.size(file) != entry.size()) {
                throw new PackException(file, "has " + Files.size(file) + " bytes, not " + entry.size());
            }
        } catch (IOException e) {
            throw PackFiles.unreadable(file, e);
        }
        if (drafted.isEmpty()) { // a draft's manifest was made of these files
            requireDigest(file, PackFiles.sha256(file), entry);
        }
    }

    private void refuseUnlisted(String component, Set<String> listed) {
        var folder = root.resolve(component);
        try (var files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file) && !PackFiles.isLeftBySystem(file))
                    .filter(file -> !listed.contains(PackFiles.relative(root, file)))
                    .findFirst()
                    .ifPresent(file -> {
                        throw new PackException(file, "is not in " + Manifest.FILE);
                    });
        } catch (IOException e) {
            throw PackFiles.unreadable(folder, e);
        }
    }

    Manifest.Entry entry(String path) {
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
}
