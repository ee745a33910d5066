package io.calotype.messaging.store;

import io.calotype.embedded.store.EmbeddedS3;
import io.minio.MinioClient;
import java.nio.file.Path;
import java.time.Duration;

/** A bucket of a real store, for tests of other packages. */
public final class EmbeddedBucket implements AutoCloseable {

    private static final String NAME = "calotype";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path folder;
    private final int port;
    private final MinioBucket bucket;
    private final MinioStoredFiles files;
    private EmbeddedS3 server;

    private EmbeddedBucket(Path folder, EmbeddedS3 server) {
        this.folder = folder;
        this.port = server.endpoint().getPort();
        this.server = server;
        this.bucket = new MinioBucket(
                MinioClient.builder()
                        .endpoint(server.endpoint().toString())
                        .credentials("access", "secret")
                        .build(),
                NAME);
        this.files = new MinioStoredFiles(bucket, new StoreCalls(key -> false, PATIENCE, PATIENCE));
    }

    /** Starts a store on a folder, with one bucket. */
    public static EmbeddedBucket start(Path folder) {
        var server = EmbeddedS3.start(folder, 0, "access", "secret");
        server.createBucket(NAME);
        return new EmbeddedBucket(folder, server);
    }

    /** Its objects as files. */
    public StoredFiles files() {
        return files;
    }

    /** Writes an object. */
    public void put(String key, byte[] bytes) {
        try {
            bucket.put(key, bytes, "application/octet-stream");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the store away; {@link #startAgain} brings it back with its objects. */
    public void stop() {
        server.close();
    }

    /** Starts the store on the same folder and port. */
    public void startAgain() {
        server = EmbeddedS3.start(folder, port, "access", "secret");
    }

    @Override
    public void close() {
        files.close();
        server.close();
    }
}
