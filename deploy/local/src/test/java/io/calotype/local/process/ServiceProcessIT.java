package io.calotype.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.embedded.port.Ports;
import io.calotype.local.failure.LocalFailure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessIT {

    private static final Path LEASH = Path.of("target/calotype-leash.jar").toAbsolutePath();

    @TempDir
    Path folder;

    private final RecordingWatcher watcher = new RecordingWatcher();

    @Test
    void aKilledServiceComesBack() throws Exception {
        // Given
        try (var service = ServiceProcess.start(spec(Map.of()), LEASH, folder, watcher)) {
            service.firstReady().get(30, TimeUnit.SECONDS);
            long first = service.pid();
            // When
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            // Then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(watcher.events()).containsExactly("ready", "died 137 []", "ready"));
            assertThat(service.pid()).isPositive().isNotEqualTo(first);
        }
    }

    @Test
    void aServiceThatDiesAtOnceIsGivenUpWithTheEndOfItsLog() {
        // Given
        try (var service = ServiceProcess.start(spec(Map.of("FAKE_DIES", "true")), LEASH, folder, watcher)) {
            // When / Then
            assertThat(service.firstReady())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(LocalFailure.class)
                    .withMessage("fake does not start; see " + folder.resolve("fake.log"));
            var why = " 3 [this is why I die]";
            assertThat(watcher.events())
                    .containsExactlyElementsOf(
                            Stream.concat(Collections.nCopies(4, "died" + why).stream(), Stream.of("given up" + why))
                                    .toList());
        }
    }

    @Test
    void aStoppedServiceStaysDown() throws Exception {
        // Given
        var service = ServiceProcess.start(spec(Map.of()), LEASH, folder, watcher);
        service.firstReady().get(30, TimeUnit.SECONDS);
        // When
        service.close();
        // Then
        assertThat(service.pid()).isEqualTo(-1);
        assertThat(watcher.events()).containsExactly("ready");
    }

    @Test
    void aServiceEndsWithAKilledLauncher() throws Exception {
        // Given
        var launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeLauncher.class.getName(),
                        folder.toString(),
                        LEASH.toString(),
                        Integer.toString(Ports.claim(0)))
                .start();
        var out = new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8));
        var service = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
        assertThat(service.isAlive()).isTrue();
        // When
        launcher.destroyForcibly();
        // Then
        assertThat(service.onExit()).succeedsWithin(Duration.ofSeconds(15));
    }

    private ServiceSpec spec(Map<String, String> environment) {
        int port = Ports.claim(0);
        var all = new java.util.HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return new ServiceSpec("fake", FakeService.jar(folder), port, all);
    }
}
