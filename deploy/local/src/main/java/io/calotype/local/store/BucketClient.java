package io.calotype.local.store;

import io.calotype.contracts.digest.Sha256;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.StackState.StoreAddress;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pictures from the bucket, and uploads files. */
public final class BucketClient {

    private static final String ANY_REGION = "us-east-1";
    private static final int NOT_FOUND = 404;

    private final MinioClient client;
    private final String bucket;

    /** A store that does not care for regions; connects to nothing yet. */
    public BucketClient(StoreAddress address) {
        this(address, ANY_REGION);
    }

    /** A store in a region; connects to nothing yet. */
    public BucketClient(StoreAddress address, String region) {
        this.client = MinioClient.builder()
                .endpoint(address.endpoint().toString())
                .credentials(address.accessKey(), address.secretKey())
                .region(region)
                .build();
        this.bucket = address.bucket();
    }

    /**
     * The bytes of a picture.
     *
     * @param sha256 their expected sha256 in hexadecimal
     */
    public byte[] fetch(String key, String sha256) {
        byte[] bytes = read(key);
        var actual = Sha256.hex(bytes);
        if (!actual.equals(sha256)) {
            throw new LocalFailure("The picture " + key + " is damaged: its sha256 is " + actual + ", not " + sha256);
        }
        return bytes;
    }

    /**
     * Uploads a file under a key derived from its content, unless it exists.
     *
     * @return whether it was uploaded
     */
    public boolean keep(String key, String contentType, Path file) {
        try {
            boolean missing = !isThere(key, Files.size(file));
            if (missing) {
                client.uploadObject(UploadObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .filename(file.toString())
                        .contentType(contentType)
                        .build());
            }
            return missing;
        } catch (Exception e) {
            throw new LocalFailure("Cannot upload " + file + " to the object store: " + e.getMessage(), e);
        }
    }

    private boolean isThere(String key, long size) throws Exception {
        return stat(key).filter(stat -> stat.size() == size).isPresent();
    }

    private Optional<StatObjectResponse> stat(String key) throws Exception {
        try {
            return Optional.of(client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build()));
        } catch (ErrorResponseException e) {
            if (e.response().code() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the bytes of an object, if there is one of that key. */
    public Optional<byte[]> find(String key) {
        try {
            return stat(key).map(stat -> read(key));
        } catch (Exception e) {
            throw new LocalFailure("Cannot read " + key + " from the object store: " + e.getMessage(), e);
        }
    }

    /** Stores an object, in the place of the one that may be there. */
    public void put(String key, String contentType, byte[] bytes) {
        var args = PutObjectArgs.builder().bucket(bucket).object(key).contentType(contentType);
        try {
            client.putObject(args.stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build());
        } catch (Exception e) {
            throw new LocalFailure("Cannot store " + key + " in the object store: " + e.getMessage(), e);
        }
    }

    /** Returns the keys that begin with a prefix that few keys have. */
    public List<String> list(String prefix) {
        var args = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        var keys = new ArrayList<String>();
        try {
            for (var object : client.listObjects(args)) {
                keys.add(object.get().objectName());
            }
            return keys;
        } catch (Exception e) {
            throw new LocalFailure("Cannot list " + prefix + " in the object store: " + e.getMessage(), e);
        }
    }

    private byte[] read(String key) {
        var args = GetObjectArgs.builder().bucket(bucket).object(key).build();
        try (var stream = client.getObject(args)) {
            return stream.readAllBytes();
        } catch (Exception e) {
            throw new LocalFailure("Cannot read " + key + " from the object store: " + e.getMessage(), e);
        }
    }
}
