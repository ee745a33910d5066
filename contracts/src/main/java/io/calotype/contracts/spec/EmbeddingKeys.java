package io.calotype.contracts.spec;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.digest.Sha256;
import java.util.HexFormat;

/** Where the object store keeps the embeddings of prompts; a key holds digests of a text, never the text. */
public final class EmbeddingKeys {

    private static final String PREFIX = BucketFolder.EMBEDDINGS.prefix();

    private EmbeddingKeys() {}

    /** Returns what the keys of a text's embeddings begin with, whatever made them. */
    public static String folder(String text) {
        return PREFIX + digest(text) + "/";
    }

    /**
     * Returns the key of an embedding: {@code embeddings/<sha256 of the text>/<sha256 of the maker>.safetensors}.
     *
     * @param maker everything else that the embedding depends on
     */
    public static String of(String text, String maker) {
        return folder(text) + digest(maker) + ".safetensors";
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }
}
