package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.port.Ports;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack is pushed to the object store, and services whose machines have no packs fetch it from there. */
@Tag("long")
class PushedPackIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> STAGES = List.of("encoder-service", "diffusion-service", "decoder-service");

    @TempDir
    private Path folder;

    private final List<ServiceProcess> services = new ArrayList<>();
    private Backbone backbone;
    private ModelPack pack;

    @BeforeEach
    void push() throws Exception {
        backbone = Backbone.start(folder.resolve("data"), 0, 0, List.of("tiny"));
        pack = PackInstall.install(
                Shell.ROOT.resolve("models/fixtures/packs/sd-turbo"), "tiny", folder.resolve("packs"));
        assertThat(pushed())
                .contains("of " + pack.files().size() + " files new")
                .contains("CALOTYPE_PACKS_FROM_STORE=tiny=" + pack.digest());
    }

    @AfterEach
    void stop() {
        services.forEach(ServiceProcess::kill);
        services.forEach(ServiceProcess::awaitEnd);
        backbone.close();
    }

    @Test
    void servicesMakeAPictureWithIt() throws Exception {
        // Given
        assertThat(pushed()).contains("tiny is in the object store, 0 of ");
        STAGES.forEach(this::start);
        services.forEach(service -> service.firstReady().join());
        try (var producer = new OutsideProducer(backbone.kafka());
                var reader = new TopicReader(backbone.kafka(), Topics.IMAGES)) {
            // When
            producer.binary(
                    "pushed-1", "{\"prompt\":\"a cat\",\"steps\":1,\"width\":64,\"height\":64,\"model\":\"tiny\"}");
            // Then
            var image = reader.awaitImages(1, LIMIT, "pushed-1/").get(0);
            assertThat(image.path("width").asInt()).isEqualTo(64);
        }
        assertThat(folder.resolve("machines/encoder-service/tiny/manifest.json"))
                .hasBinaryContent(pack.manifest());
    }

    @Test
    void aServiceRefusesAPackThatDoesNotMatchItsDigest() throws Exception {
        // Given
        var key = "packs/" + pack.digest() + "/unet/model.onnx";
        new Bucket(backbone.store()).put(key, new byte[10]);
        var machine = folder.resolve("machines/diffusion-service");
        // When
        var ended = ServiceAlone.run("diffusion-service", environment(machine), folder);
        // Then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.log()).contains("the service does not start: pack tiny: " + key + " has the sha256 ");
        assertThat(machine.resolve("tiny/manifest.json")).doesNotExist();
    }

    private void start(String stage) {
        var machine = folder.resolve("machines").resolve(stage);
        int port = Ports.claim(0);
        var environment = new HashMap<>(environment(machine));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var home = Home.under(Shell.ROOT);
        var spec = new ServiceSpec(stage, home.jar(stage), port, environment).compiledByC1();
        services.add(ServiceProcess.start(spec, home.leash(), machine.resolve("logs"), new Deaths()));
    }

    private Map<String, String> environment(Path machine) {
        var environment = new HashMap<>(PackPush.environment(backbone.store()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", backbone.kafka());
        environment.put("CALOTYPE_MODEL", "tiny");
        environment.put("CALOTYPE_MODEL_DIGEST", pack.digest());
        environment.put("CALOTYPE_PACKS_DIR", machine.toString());
        environment.put("CALOTYPE_PACKS_FROM_STORE", "tiny=" + pack.digest());
        return environment;
    }

    private String pushed() throws Exception {
        return PackPush.run("tiny", folder.resolve("packs"), backbone.store(), folder);
    }
}
