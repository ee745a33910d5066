package io.calotype.local.stack;

import static java.util.stream.Collectors.toSet;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.local.stack.StackState.StoreAddress;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Set;

/** A user of the bucket who tries everything. */
final class BucketCaller {

    private static final int FORBIDDEN = 403;

    private final MinioClient client;
    private final String bucket;

    BucketCaller(StoreAddress address) {
        bucket = address.bucket();
        client = MinioClient.builder()
                .endpoint(address.endpoint().toString())
                .region("us-east-1")
                .credentials(address.accessKey(), address.secretKey())
                .build();
    }

    /** The operations that the store does not deny on the objects under a prefix, one of which is named {@code object}. */
    Set<ObjectOperation> allowed(String prefix) {
        return Arrays.stream(ObjectOperation.values())
                .filter(operation -> isAllowed(operation, prefix))
                .collect(toSet());
    }

    private boolean isAllowed(ObjectOperation operation, String prefix) {
        try {
            attempt(operation, prefix);
            return true;
        } catch (ErrorResponseException e) {
            if (e.response().code() == FORBIDDEN) {
                return false;
            }
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void attempt(ObjectOperation operation, String prefix) throws Exception {
        switch (operation) {
            case GET ->
                client.getObject(GetObjectArgs.builder()
                                .bucket(bucket)
                                .object(prefix + "object")
                                .build())
                        .close();
            case PUT ->
                client.putObject(PutObjectArgs.builder().bucket(bucket).object(prefix + "new").stream(
                                new ByteArrayInputStream(new byte[] {1}), 1, -1)
                        .build());
            case DELETE ->
                client.removeObject(RemoveObjectArgs.builder()
                        .bucket(bucket)
                        .object(prefix + "new")
                        .build());
            case LIST -> {
                var args = ListObjectsArgs.builder().bucket(bucket).prefix(prefix);
                for (var found : client.listObjects(args.build())) {
                    found.get();
                }
            }
        }
    }
}
