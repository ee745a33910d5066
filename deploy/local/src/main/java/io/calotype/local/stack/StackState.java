package io.calotype.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a running stack, as in {@code stack.json}.
 *
 * @param pid the launcher's process id
 * @param kafka host and port
 * @param models the packs it serves
 */
public record StackState(
        long pid, String kafka, StoreAddress store, List<String> models, List<ServiceAddress> services) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final int CONNECT_MS = 2000;

    /** How to reach the object store. */
    public record StoreAddress(URI endpoint, String bucket, String accessKey, String secretKey) {}

    /** Where a service's health and metrics are, and its log. */
    public record ServiceAddress(String name, URI http, String log) {}

    /** Where the page and the HTTP API are, if this stack has them. */
    public Optional<ServiceAddress> gateway() {
        return services.stream()
                .filter(service -> service.name().equals(ServicePlan.GATEWAY))
                .findFirst();
    }

    /** Writes the file in one step, readable by its owner only. */
    void write(Path file) {
        try {
            var draft = file.resolveSibling(file.getFileName() + "." + pid);
            Files.write(draft, JSON.writeValueAsBytes(this));
            if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalFailure("Cannot write " + file, e);
        }
    }

    /** Reads the file; empty if there is none, or if its stack no longer runs. */
    public static Optional<StackState> running(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), StackState.class))
                    .filter(StackState::answers);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the launcher is alive and its broker accepts connections. */
    public boolean answers() {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        var address = URI.create("kafka://" + kafka);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
