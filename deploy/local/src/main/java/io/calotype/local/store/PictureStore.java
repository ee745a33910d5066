package io.calotype.local.store;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.StackState.StoreAddress;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads pictures from the bucket. */
public final class PictureStore {

    private final MinioClient client;
    private final String bucket;

    /** Connects to nothing yet. */
    public PictureStore(StoreAddress address) {
        this.client = MinioClient.builder()
                .endpoint(address.endpoint().toString())
                .credentials(address.accessKey(), address.secretKey())
                .region("us-east-1")
                .build();
        this.bucket = address.bucket();
    }

    /**
     * The bytes of a picture.
     *
     * @param sha256 what they must hash to, in hexadecimal digits
     */
    public byte[] fetch(String key, String sha256) {
        byte[] bytes = read(key);
        var actual = sha256(bytes);
        if (!actual.equals(sha256)) {
            throw new LocalFailure("The picture " + key + " is damaged: its sha256 is " + actual + ", not " + sha256);
        }
        return bytes;
    }

    private byte[] read(String key) {
        var args = GetObjectArgs.builder().bucket(bucket).object(key).build();
        try (var stream = client.getObject(args)) {
            return stream.readAllBytes();
        } catch (Exception e) {
            throw new LocalFailure("Cannot read the picture " + key + " from the object store: " + e.getMessage(), e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
