package io.calotype.contracts.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256, which every Java platform has. */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    /** Whether a text is a sha256 in lower-case hex. */
    public static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    /** Returns the digest of bytes, as 64 lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    /** Returns the digest of a file of any size, read in chunks, as 64 lower-case hexadecimal digits. */
    public static String hex(Path file) throws IOException {
        var digest = newDigest();
        var chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (var channel = FileChannel.open(file)) {
            while (channel.read(chunk) >= 0) {
                digest.update(chunk.flip());
                chunk.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the digest of a text in UTF-8, 32 bytes. */
    public static byte[] of(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a digest to feed piece by piece. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
