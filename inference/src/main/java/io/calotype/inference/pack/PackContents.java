package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.PackManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a pack, each checked against the manifest before it is used.
 *
 * @param root the pack's folder, absolute
 * @param drafted files that are not written yet
 */
record PackContents(Path root, PackManifest manifest, Map<String, byte[]> drafted) {

    PackContents {
        drafted = Map.copyOf(drafted);
    }

    static PackContents read(Path root) {
        var file = PackFiles.resolve(root, PackManifest.FILE);
        return new PackContents(root, manifest(file, PackFiles.bytes(file)), Map.of());
    }

    static PackContents of(Path root, PackDraft draft) {
        var manifest = manifest(root.resolve(PackManifest.FILE), draft.manifest());
        var files = Map.of(ModelPack.SETTINGS, draft.settings(), PackManifest.FILE, draft.manifest());
        return new PackContents(root, manifest, files);
    }

    private static PackManifest manifest(Path file, byte[] bytes) {
        try {
            return PackManifest.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new PackException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** The listed paths in a folder of the pack. */
    Stream<String> in(String folder) {
        return manifest.files().keySet().stream().filter(path -> path.startsWith(folder + "/"));
    }

    boolean has(String path) {
        return manifest.files().containsKey(path);
    }

    /** A listed file; a link out of the pack is refused. */
    Path file(String path) {
        var file = PackFiles.resolve(root, path);
        if (!has(path)) {
            throw new PackException(file, "is not in " + PackManifest.FILE);
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
        verifyGraphs(component);
        in(component).sorted().forEach(this::verifyFile);
    }

    /** The same without reading the files of weights beside the models: of these the size is checked. */
    void verifyGraphs(String component) {
        var listed = in(component).collect(Collectors.toUnmodifiableSet());
        if (listed.isEmpty()) {
            throw new PackException(root.resolve(component), "the manifest lists no file of this component");
        }
        listed.stream().sorted().forEach(this::verifySize);
        refuseUnlisted(component, listed);
        var graphs =
                listed.stream().filter(path -> path.endsWith(".onnx")).sorted().toList();
        graphs.forEach(this::verifyFile);
        var weights = graphs.stream()
                .flatMap(path -> WeightFiles.check(file(path), component, listed).stream())
                .collect(Collectors.toSet());
        listed.stream()
                .filter(path -> !weights.contains(path) && !graphs.contains(path))
                .sorted()
                .forEach(this::verifyFile);
    }

    void verifyFile(String path) {
        verifySize(path);
        if (drafted.isEmpty()) { // a draft's manifest was made of these files
            var file = file(path);
            requireDigest(file, PackFiles.sha256(file), entry(path));
        }
    }

    private void verifySize(String path) {
        var file = file(path);
        var entry = entry(path);
        try {
            if (Files.size(file) != entry.size()) {
                throw new PackException(file, "has " + Files.size(file) + " bytes, not " + entry.size());
            }
        } catch (IOException e) {
            throw PackFiles.unreadable(file, e);
        }
    }

    private void refuseUnlisted(String component, Set<String> listed) {
        var folder = root.resolve(component);
        try (var files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file) && !PackFiles.isLeftBySystem(file))
                    .filter(file -> !listed.contains(PackFiles.relative(root, file)))
                    .findFirst()
                    .ifPresent(file -> {
                        throw new PackException(file, "is not in " + PackManifest.FILE);
                    });
        } catch (IOException e) {
            throw PackFiles.unreadable(folder, e);
        }
    }

    PackManifest.Entry entry(String path) {
        var entry = manifest.files().get(path);
        if (entry == null) {
            throw new PackException(root.resolve(path), "is not in " + PackManifest.FILE);
        }
        return entry;
    }

    private static void requireDigest(Path file, String sha256, PackManifest.Entry entry) {
        if (!sha256.equals(entry.sha256())) {
            throw new PackException(file, "sha256 is " + sha256 + ", the manifest says " + entry.sha256());
        }
    }
}
