package io.calotype.local.stack;

import io.calotype.local.stack.StackState.StoreAddress;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The bucket as anybody sees it who has its credentials. */
final class Bucket {

    private final MinioClient client;
    private final String name;

    Bucket(StoreAddress address) {
        name = address.bucket();
        client = MinioClient.builder()
                .endpoint(address.endpoint().toString())
                .credentials(address.accessKey(), address.secretKey())
                .build();
    }

    /** The keys under {@code images/} whose prompt id begins with the prefix. */
    List<String> keys(String promptPrefix) {
        return below("images/" + promptPrefix);
    }

    /** The keys of what is kept while an image of the prompt is being made. */
    List<String> underWay(String promptId) {
        return Stream.of("paused/", "trajectories/", "claims/")
                .flatMap(folder -> below(folder + promptId + "/").stream())
                .toList();
    }

    /** Returns the keys of what no finished image has: all but pictures, ends, and embeddings that encoders share. */
    List<String> leftOvers() {
        return allKeys().stream()
                .filter(key -> !key.startsWith("images/") && !key.startsWith("ends/") && !key.startsWith("embeddings/"))
                .toList();
    }

    List<String> allKeys() {
        return below("");
    }

    private List<String> below(String prefix) {
        var keys = new ArrayList<String>();
        try {
            for (var item : client.listObjects(ListObjectsArgs.builder()
                    .bucket(name)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                keys.add(item.get().objectName());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return keys;
    }

    void put(String key, byte[] bytes) {
        try {
            client.putObject(PutObjectArgs.builder().bucket(name).object(key).stream(
                            new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] get(String key) {
        try (var object = client.getObject(
                GetObjectArgs.builder().bucket(name).object(key).build())) {
            return object.readAllBytes();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    StatObjectResponse stat(String key) {
        try {
            return client.statObject(
                    StatObjectArgs.builder().bucket(name).object(key).build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
