package io.calotype.embedded.store;

import io.calotype.embedded.log.ServerLogs;
import io.calotype.embedded.port.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server inside this process; its data stay in a folder.
 *
 * <p>It listens on 127.0.0.1 only. Buckets are folders, objects are files, user metadata are extended attributes;
 * a PUT with {@code If-None-Match: *} on a key that exists is answered with 412.
 */
public final class EmbeddedS3 implements AutoCloseable {

    private static final int THREADS = 16;
    private static final long NO_WAIT_FOR_IDLE_CONNECTIONS = 0;

    private final S3Proxy server;
    private final BlobStore files;

    private EmbeddedS3(S3Proxy server, BlobStore files) {
        this.server = server;
        this.files = files;
    }

    /**
     * Starts a server and waits until it takes requests.
     *
     * @param folder of the buckets; created when absent
     * @param port of the listener, or 0 for a free one
     * @throws io.calotype.embedded.port.PortInUse if the port is taken
     */
    public static EmbeddedS3 start(Path folder, int port, String accessKey, String secretKey) {
        ServerLogs.quieten();
        var files = new FilesystemNio2BlobStore(created(folder).toString());
        var server = S3Proxy.builder()
                .blobStore(files)
                .endpoint(URI.create("http://127.0.0.1:" + Ports.claim(port)))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .stopTimeout(NO_WAIT_FOR_IDLE_CONNECTIONS)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded object store did not start on " + folder, e);
        }
        return new EmbeddedS3(server, files);
    }

    /** Where clients find the server: {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Creates a bucket unless it exists. */
    public void createBucket(String name) {
        if (!files.containerExists(name)) {
            files.createContainer(name);
        }
    }

    /** Stops the server; the objects stay in its folder. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded object store did not stop", e);
        } finally {
            files.close();
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the object store's folder " + folder, e);
        }
    }
}
