package io.calotype.pictures.credentials;

import io.calotype.contracts.digest.Sha256;
import java.util.HexFormat;

/**
 * What ties a manifest to its file: the digest of everything around it.
 *
 * @param start where the manifest's wrapping begins in the file
 * @param length of the manifest with its wrapping
 * @param sha256 of the file without them, in hex
 */
record Binding(int start, int length, String sha256) {

    private static final String UNKNOWN = "0".repeat(64);

    /** The binding to a place whose surroundings are not known yet. */
    static Binding draft(int start, int length) {
        return new Binding(start, length, UNKNOWN);
    }

    /** The binding to a place in a complete file. */
    static Binding to(CarriedStore carried) {
        var digest = Sha256.newDigest();
        int end = carried.start() + carried.length();
        digest.update(carried.file(), 0, carried.start());
        digest.update(carried.file(), end, carried.file().length - end);
        return new Binding(carried.start(), carried.length(), HexFormat.of().formatHex(digest.digest()));
    }
}
