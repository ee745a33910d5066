package io.calotype.contracts.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sha256 and size of every file of a model pack, as in its {@code manifest.json}.
 *
 * @param files entry by path relative to the pack, with forward slashes
 * @param digest sha256 of the manifest's own bytes, lower-case hex: the digest of the pack
 */
public record PackManifest(Map<String, Entry> files, String digest) {

    /** The manifest's path in the pack. */
    public static final String FILE = "manifest.json";

    /** The most bytes that a manifest has. */
    public static final int MAX_BYTES = 4 << 20;

    /** What a file of the pack must be. */
    public record Entry(String sha256, long size) {

        /** Refuses what is no sha256 and no size. */
        public Entry {
            if (!isDigest(sha256)) {
                throw new IllegalArgumentException("sha256 is not 64 lower-case hex digits");
            }
            if (size < 0) {
                throw new IllegalArgumentException("size is " + size);
            }
        }
    }

    /** Copies the map. */
    public PackManifest {
        files = Map.copyOf(files);
    }

    /**
     * Parses the bytes of a {@code manifest.json}.
     *
     * @throws IllegalArgumentException that says what is wrong, such as an entry that leads out of the pack
     */
    public static PackManifest parse(byte[] bytes) {
        var entries = new TreeMap<String, Entry>();
        for (var field : json(bytes).path("files").properties()) {
            entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("lists no files");
        }
        return new PackManifest(entries, Sha256.hex(bytes));
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return StrictJson.parse(bytes, MAX_BYTES);
        } catch (Refusal e) {
            throw new IllegalArgumentException(
                    "is not valid JSON: " + e.problem().detail(), e);
        }
    }

    private static Entry entry(String path, JsonNode node) {
        if (!isInside(path)) {
            throw new IllegalArgumentException("entry '" + path + "' leads out of the pack");
        }
        try {
            return new Entry(node.path("sha256").asText(), node.path("size").asLong(-1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("entry '" + path + "': " + e.getMessage(), e);
        }
    }

    /** Whether a text is a sha256 in lower-case hex. */
    public static boolean isDigest(String text) {
        return Sha256.isHex(text);
    }

    /** Whether a path is relative, plain and stays inside the pack. */
    public static boolean isInside(String path) {
        return !path.contains("\\")
                && !path.contains(":")
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /** The key under which the object store holds a file of the pack with a digest. */
    public static String key(String digest, String path) {
        return BucketFolder.PACKS.prefix() + digest + "/" + path;
    }
}
