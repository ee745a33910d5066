package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pack is replaced while prompts that name it wait: {@code -Dreplaced.images=500} of them, or 40. */
@Tag("long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ReplacedPackIT {

    private static final int IMAGES = Integer.getInteger("replaced.images", 40);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String PROMPT =
            "{\"prompt\":\"a cat\",\"steps\":4,\"width\":64,\"height\":64,\"seed\":\"7\",\"model\":\"tiny\"}";
    private static final Map<String, String> REPLACED = Map.of("CALOTYPE_ENCODER_REPLACED_MODELS", "tiny=tiny-2");

    @TempDir
    private Path folder;

    private final List<ServiceProcess> running = new ArrayList<>();
    private Backbone backbone;
    private List<ServiceSpec> services;
    private StackSettings settings;

    @BeforeEach
    void plan() {
        var fixtures = Shell.ROOT.resolve("models/fixtures/packs");
        PackInstall.install(fixtures.resolve("sd15"), "tiny", folder.resolve("packs"));
        PackInstall.install(fixtures.resolve("sd2-epsilon"), "tiny-2", folder.resolve("packs"));
        var home = new Home(Shell.ROOT, folder.resolve("data"), folder.resolve("packs"));
        settings = new StackSettings(
                home, folder.resolve("data"), List.of("tiny", "tiny-2"), StackPorts.FREE, Purpose.SHORT_RUN);
        backbone = Backbone.start(settings.data(), 0, 0, settings.models());
        services = new ServicePlan(settings).services(backbone.kafka(), backbone.store());
    }

    @AfterEach
    void stop() {
        running.forEach(ServiceProcess::kill);
        running.forEach(ServiceProcess::close);
        backbone.close();
    }

    @Test
    void noImageFailsAndEachIsOfTheOldPackOrOfTheNew() {
        try (var producer = new OutsideProducer(backbone.kafka());
                var reader = new TopicReader(backbone.kafka(), Topics.IMAGES)) {
            // Given
            var encoder = start("encoder-service-tiny", Map.of());
            var denoiser = start("diffusion-service-tiny", Map.of());
            start("decoder-service-tiny", Map.of());
            send(producer, "old-alone", 1);
            var oldAlone = reader.awaitImages(1, LIMIT, "old-alone").get(0);
            // When
            send(producer, "before", IMAGES);
            denoiser.close();
            List.of("encoder-service-tiny-2", "diffusion-service-tiny-2", "decoder-service-tiny-2")
                    .forEach(service -> start(service, REPLACED));
            send(producer, "meanwhile", IMAGES);
            encoder.close();
            start("encoder-service-tiny", REPLACED);
            start("diffusion-service-tiny", Map.of());
            send(producer, "after", IMAGES);
            var images = reader.awaitImages(3 * IMAGES + 1, LIMIT, "");
            send(producer, "new-alone", 1);
            var newAlone = reader.awaitImages(1, LIMIT, "new-alone").get(0);
            // Then
            System.out.println(images.size() + " images, by pack: " + counts(images));
            assertThat(images).noneMatch(image -> image.has("problem"));
            assertThat(pictures(images))
                    .isEqualTo(Map.of(
                            "tiny", Set.of(oldAlone.path("sha256").asText()),
                            "tiny-2", Set.of(newAlone.path("sha256").asText())));
        }
    }

    /** The different pictures of each pack, by its name. */
    private static Map<String, Set<String>> pictures(List<JsonNode> images) {
        return images.stream()
                .collect(Collectors.groupingBy(
                        image -> image.path("model").asText(),
                        Collectors.mapping(image -> image.path("sha256").asText(), Collectors.toSet())));
    }

    private static Map<String, Long> counts(List<JsonNode> images) {
        return images.stream()
                .collect(Collectors.groupingBy(image -> image.path("model").asText(), Collectors.counting()));
    }

    private static void send(OutsideProducer producer, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            producer.binary(prefix + "-" + i, PROMPT);
        }
    }

    private ServiceProcess start(String name, Map<String, String> more) {
        var spec = services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
        var environment = new HashMap<>(spec.environment());
        environment.putAll(more);
        var own = new ServiceSpec(spec.name(), spec.jar(), spec.http(), environment, spec.options());
        var service = ServiceProcess.start(own, settings.home().leash(), settings.logs(), new Deaths());
        running.add(service);
        return service.firstReady().join();
    }
}
