package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.port.Ports;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceSpec;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services make a picture from their images alone: as the images' user, on a root file system that is only read, with a
 * folder for packs and an empty {@code /tmp}, as in the cluster.
 *
 * <p>Runs with {@code -Dimages=true} after {@code ./mvnw -Pimages package}; needs Linux and root.
 */
@EnabledIfSystemProperty(named = "images", matches = "true")
class ImagesIT {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final String KEY_OF_NOBODY = "test:" + "0".repeat(64);
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final List<Process> services = new ArrayList<>();

    @AfterEach
    void stop() {
        services.forEach(Process::destroyForcibly);
    }

    @Test
    void makeAPicture() throws Exception {
        try (var backbone = Backbone.start(folder, Ports.claim(0), Ports.claim(0), List.of(WholeStack.MODEL))) {
            // Given
            for (var service : List.of("encoder", "diffusion", "decoder", "upscaler", "gateway")) {
                start(service, backbone);
            }
            try (var producer = new OutsideProducer(backbone.kafka());
                    var reader = new TopicReader(backbone.kafka(), Topics.IMAGES)) {
                // When
                producer.binary(
                        "images-1",
                        "{\"prompt\":\"a red apple\",\"steps\":12,\"width\":128,\"height\":128,\"upscale\":2}");
                // Then
                var images = reader.awaitImages(1, Duration.ofMinutes(2), "images-1/");
                assertThat(images.get(0).path("upscale").asInt())
                        .as("%s", images.get(0))
                        .isEqualTo(2);
                var picture = new Bucket(backbone.store()).get("images/images-1/0.png");
                Files.write(Path.of("target/picture-from-images.png"), picture);
                assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getHeight())
                        .isEqualTo(256);
            }
        }
    }

    private void start(String service, Backbone backbone) throws Exception {
        var image = ImageRoot.unpack(ROOT.resolve(service + "-service/target/image.tar"), folder.resolve(service));
        assertThat(image.user()).isEqualTo("10001:10001");
        assertThat(image.config().path("Env").toString()).contains("ORT_DISABLE_TELEMETRY=1");
        int port = Ports.claim(0);
        var asLaunched = new ServiceSpec(service + "-service", Path.of("any.jar"), port, Map.of());
        assertThat(image.config().path("Entrypoint"))
                .extracting(JsonNode::asText)
                .containsAll(asLaunched.options());
        services.add(image.run(
                ROOT.resolve("models/target/packs"), environment(backbone, port), folder.resolve(service + ".log")));
        var health = new ServiceHealth();
        var address = URI.create("http://127.0.0.1:" + port);
        await(service).atMost(START).until(() -> health.isReady(address));
    }

    private static Map<String, String> environment(Backbone backbone, int port) {
        var store = backbone.store();
        var environment = new HashMap<String, String>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", backbone.kafka());
        environment.put("CALOTYPE_STORE_ENDPOINT", store.endpoint().toString());
        environment.put("CALOTYPE_STORE_ACCESS_KEY", store.accessKey());
        environment.put("CALOTYPE_STORE_SECRET_KEY", store.secretKey());
        environment.put("CALOTYPE_PACKS_DIR", "/packs");
        environment.put("CALOTYPE_UPSCALE", "2");
        environment.put("CALOTYPE_GATEWAY_API_KEYS", KEY_OF_NOBODY);
        environment.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return environment;
    }
}
