package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.stack.StackState.ServiceAddress;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {

    @TempDir
    Path folder;

    @Test
    void aStackThatRunsIsFound() throws IOException {
        // Given
        var file = folder.resolve("stack.json");
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var state = state(ProcessHandle.current().pid(), broker.getLocalPort());
            // When
            state.write(file);
            // Then
            assertThat(StackState.running(file)).contains(state);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aStackWhoseBrokerDoesNotAnswerIsNot() throws IOException {
        // Given
        int port;
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = broker.getLocalPort();
        }
        // When
        state(ProcessHandle.current().pid(), port).write(folder.resolve("stack.json"));
        // Then
        assertThat(StackState.running(folder.resolve("stack.json"))).isEmpty();
    }

    @Test
    void neitherIsOneWithoutFileOrWithAnUnreadableOne() throws IOException {
        assertThat(StackState.running(folder.resolve("stack.json"))).isEmpty();
        Files.writeString(folder.resolve("stack.json"), "{\"pid\":");
        assertThat(StackState.running(folder.resolve("stack.json"))).isEmpty();
    }

    private static StackState state(long pid, int port) {
        return new StackState(
                pid,
                "127.0.0.1:" + port,
                new StoreAddress(URI.create("http://127.0.0.1:1"), "b", "a", "s"),
                List.of("pictograms"),
                List.of(new ServiceAddress("encoder-service", URI.create("http://127.0.0.1:2"), "log")));
    }
}
