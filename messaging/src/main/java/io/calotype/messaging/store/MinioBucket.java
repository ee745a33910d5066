package io.calotype.messaging.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of a bucket through the MinIO client, each tried once; they throw whatever the client throws. */
final class MinioBucket {

    private static final String NO_BUCKET = "NoSuchBucket";
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final MinioClient client;
    private final String name;

    MinioBucket(MinioClient client, String name) {
        this.client = client;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Whether the bucket is there. */
    boolean exists() throws Exception {
        return client.bucketExists(BucketExistsArgs.builder().bucket(name).build());
    }

    boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata)
            throws Exception {
        try {
            client.putObject(object(key, bytes, contentType)
                    .userMetadata(userMetadata)
                    .headers(Map.of("If-None-Match", "*"))
                    .build());
            return true;
        } catch (ErrorResponseException e) {
            return unless(PRECONDITION_FAILED, e, false);
        }
    }

    /** Writes an object in the place of the one that may be there. */
    void put(String key, byte[] bytes, String contentType) throws Exception {
        client.putObject(object(key, bytes, contentType).build());
    }

    private PutObjectArgs.Builder object(String key, byte[] bytes, String contentType) {
        return PutObjectArgs.builder().bucket(name).object(key).stream(
                        new ByteArrayInputStream(bytes), bytes.length, -1)
                .contentType(contentType);
    }

    Optional<StoredObject> stat(String key) throws Exception {
        try {
            var stat = client.statObject(
                    StatObjectArgs.builder().bucket(name).object(key).build());
            return Optional.of(new StoredObject(key, stat.size(), stat.contentType(), stat.userMetadata()));
        } catch (ErrorResponseException e) {
            return unless(NOT_FOUND, e, Optional.empty());
        }
    }

    /** The bytes of an object; {@link ObjectTooLargeException} when there are more than {@code limit}. */
    Optional<byte[]> get(String key, long limit) throws Exception {
        var args = GetObjectArgs.builder().bucket(name).object(key).build();
        try (var object = client.getObject(args)) {
            var declared = object.headers().get("Content-Length");
            long size = declared == null ? 0 : Long.parseLong(declared);
            var bytes = size > limit ? new byte[0] : object.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE));
            if (Math.max(size, bytes.length) > limit) {
                throw new ObjectTooLargeException(key, Math.max(size, bytes.length), limit);
            }
            return Optional.of(bytes);
        } catch (ErrorResponseException e) {
            return unless(NOT_FOUND, e, Optional.empty());
        }
    }

    /**
     * Writes an object's bytes to a file; {@link ObjectTooLargeException} when there are more than {@code limit}.
     *
     * @return whether there is such an object
     */
    boolean download(String key, Path file, long limit) throws Exception {
        var args = GetObjectArgs.builder().bucket(name).object(key).build();
        try (var object = client.getObject(args);
                var output = Files.newOutputStream(file)) {
            long written = object.transferTo(new LimitedOutput(key, output, limit));
            var declared = object.headers().get("Content-Length");
            if (declared != null && Long.parseLong(declared) != written) {
                throw new EOFException(key + " ended after " + written + " of " + declared + " bytes");
            }
            return true;
        } catch (ErrorResponseException e) {
            return unless(NOT_FOUND, e, false);
        }
    }

    List<String> list(String prefix) throws Exception {
        var args = ListObjectsArgs.builder().bucket(name).prefix(prefix).recursive(true);
        var keys = new ArrayList<String>();
        for (var object : client.listObjects(args.build())) {
            keys.add(object.get().objectName());
        }
        return List.copyOf(keys);
    }

    void delete(String key) throws Exception {
        client.removeObject(RemoveObjectArgs.builder().bucket(name).object(key).build());
    }

    private static <T> T unless(int expectedStatus, ErrorResponseException e, T answer) throws ErrorResponseException {
        if (e.response().code() == expectedStatus
                && !NO_BUCKET.equals(e.errorResponse().code())) {
            return answer;
        }
        throw e;
    }
}
