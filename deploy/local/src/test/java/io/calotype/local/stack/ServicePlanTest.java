package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePlanTest {

    private static final String C1_ALONE = "-XX:TieredStopAtLevel=1";
    private static final StackState.StoreAddress STORE =
            new StackState.StoreAddress(URI.create("http://127.0.0.1:9000"), "bucket", "key", "secret");

    @TempDir
    private Path root;

    @BeforeEach
    void build() throws IOException {
        for (var service : List.of("encoder", "diffusion", "decoder")) {
            var folder = root.resolve(service + "-service/target/quarkus-app");
            Files.createFile(Files.createDirectories(folder).resolve("quarkus-run.jar"));
        }
        pack("small", 1000);
        pack("large", 256 << 20);
    }

    @Test
    void largePacksAreHashedAtFullSpeed() {
        assertThat(services("large", Purpose.SHORT_RUN)).hasSize(3).noneMatch(ServicePlanTest::isC1Alone);
        assertThat(services("large", Purpose.SERVING)).hasSize(3).noneMatch(ServicePlanTest::isC1Alone);
    }

    @Test
    void servicesOfSmallPacksAreCompiledByC1Alone() {
        assertThat(services("small", Purpose.SHORT_RUN)).hasSize(3).allMatch(ServicePlanTest::isC1Alone);
        assertThat(services("small", Purpose.SERVING)).hasSize(3).allMatch(ServicePlanTest::isC1Alone);
    }

    private List<ServiceSpec> services(String model, Purpose purpose) {
        var home = new Home(root, root.resolve("data"), root.resolve("packs"));
        var settings = new StackSettings(home, root.resolve("data"), List.of(model), StackPorts.FREE, purpose);
        return new ServicePlan(settings).services("127.0.0.1:9092", STORE);
    }

    private static boolean isC1Alone(ServiceSpec service) {
        return service.options().contains(C1_ALONE);
    }

    /** A file with nothing in it but its length. */
    private void pack(String name, long bytes) throws IOException {
        var file = Files.createDirectories(root.resolve("packs").resolve(name)).resolve("model.onnx");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }
}
