package io.calotype.messaging.store;

import java.nio.file.Path;

/** {@link StoredFiles} through the MinIO client. */
final class MinioStoredFiles implements StoredFiles, AutoCloseable {

    private final MinioBucket bucket;
    private final StoreCalls calls;

    MinioStoredFiles(MinioBucket bucket, StoreCalls calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    @Override
    public boolean fetch(String key, Path file, long limit) {
        return calls.fetch(key, () -> bucket.download(key, file, limit));
    }

    /** Ends calls that wait for the store. */
    @Override
    public void close() {
        calls.close();
    }
}
