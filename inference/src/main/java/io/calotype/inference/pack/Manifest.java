package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.digest.Sha256;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sha256 and size of every file of a pack, as in its {@code manifest.json}.
 *
 * @param files entry by path relative to the pack, with forward slashes
 * @param digest sha256 of the manifest's own bytes, lower-case hex: the digest of the pack
 */
record Manifest(Map<String, Entry> files, String digest) {

    static final String FILE = "manifest.json";

    /** What a file of the pack must be. */
    record Entry(String sha256, long size) {

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        Entry {
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("sha256 is not 64 lower-case hex digits");
            }
            if (size < 0) {
                throw new IllegalArgumentException("size is " + size);
            }
        }
    }

    Manifest {
        files = Map.copyOf(files);
    }

    /** Reads {@code manifest.json}; refuses entries that lead out of the pack. */
    static Manifest read(Path directory) {
        var file = PackFiles.resolve(directory, FILE);
        return parse(file, PackFiles.bytes(file));
    }

    /** Parses the bytes of a {@code manifest.json}. */
    static Manifest parse(Path file, byte[] bytes) {
        var entries = new TreeMap<String, Entry>();
        for (var field : PackFiles.json(file, bytes).path("files").properties()) {
            entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
        }
        if (entries.isEmpty()) {
            throw new PackException(file, "lists no files");
        }
        return new Manifest(entries, Sha256.hex(bytes));
    }

    /** The listed paths in a folder of the pack. */
    Stream<String> in(String folder) {
        return files.keySet().stream().filter(path -> path.startsWith(folder + "/"));
    }

    private static Entry entry(Path file, String path, JsonNode node) {
        if (!PackFiles.isInside(path)) {
            throw new PackException(file, "entry '" + path + "' leads out of the pack");
        }
        try {
            return new Entry(node.path("sha256").asText(), node.path("size").asLong(-1));
        } catch (IllegalArgumentException e) {
            throw new PackException(file, "entry '" + path + "': " + e.getMessage(), e);
        }
    }
}
