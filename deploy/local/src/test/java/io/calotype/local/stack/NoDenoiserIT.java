package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All denoisers are down for so long that the topic deletes what waits for them.
 *
 * <p>With {@code -Dretention=true} they are down for three minutes and the topics keep everything for one; else it is seconds, and
 * the records are deleted by hand, because a broker looks only every few seconds.
 */
@Tag("long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class NoDenoiserIT {

    private static final boolean LONG = Boolean.getBoolean("retention");
    private static final Duration RETENTION = Duration.ofSeconds(60);
    private static final Duration DEADLINE = Duration.ofSeconds(LONG ? 50 : 10);
    private static final Duration PAUSE = Duration.ofSeconds(LONG ? 6 : 1);
    private static final int ROUNDS = LONG ? 30 : 4;
    private static final int PROMPTS_A_ROUND = 4;
    private static final String MODEL = "pictograms";
    private static final String CANARY = "canary";
    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));

    @TempDir
    Path folder;

    private final List<ServiceProcess> running = new ArrayList<>();
    private Backbone backbone;
    private List<ServiceSpec> services;
    private StackSettings settings;

    @BeforeEach
    void plan() {
        var home = Home.under(Path.of(System.getProperty("calotype.root", "../..")));
        settings = new StackSettings(home, folder, List.of(MODEL), PORTS, Purpose.SHORT_RUN);
        backbone = Backbone.start(folder, 0, 0, settings.models());
        services = new ServicePlan(settings).services(backbone.kafka(), backbone.store());
        if (LONG) {
            Retention.set(backbone.kafka(), RETENTION, Topics.PROMPTS, Topics.embeddings(MODEL), Topics.latents(MODEL));
        }
    }

    @AfterEach
    void stop() {
        running.forEach(ServiceProcess::kill);
        running.forEach(ServiceProcess::close);
        backbone.close();
    }

    @Test
    void everyAcceptedPromptEndsOnce() throws Exception {
        try (var reader = new TopicReader(backbone.kafka(), Topics.IMAGES)) {
            // Given
            start("encoder-service");
            var gateway = start("gateway-service").spec().http();
            // When
            var accepted = new HashSet<String>();
            for (int round = 0; round < ROUNDS; round++) {
                var load = new HttpLoad(gateway, "round-" + round);
                load.start(2, PROMPTS_A_ROUND);
                load.join();
                accepted.addAll(load.accepted());
                Thread.sleep(PAUSE.toMillis());
            }
            if (!LONG) {
                Retention.deleteAll(backbone.kafka(), Topics.embeddings(MODEL));
            }
            // Then
            reader.await(accepted.size(), DEADLINE.plusSeconds(30), record -> isOf(accepted, record));
            assertThat(reader.after(Duration.ZERO, record -> isOf(accepted, record)))
                    .allSatisfy(end -> assertThat(TopicReader.data(end)
                                    .path("problem")
                                    .path("type")
                                    .asText())
                            .isEqualTo("urn:calotype:problem:expired"));
            // When
            start("diffusion-service");
            start("decoder-service");
            var canary = new HttpLoad(gateway, CANARY);
            canary.start(1, 1);
            canary.join();
            reader.await(1, Duration.ofMinutes(1), record -> isOf(canary.accepted(), record));
            // Then
            var ends = reader.after(Duration.ofSeconds(2), record -> isOf(accepted, record))
                    .collect(Collectors.groupingBy(
                            ConsumerRecord::key,
                            Collectors.mapping(
                                    record -> new String(record.value(), StandardCharsets.UTF_8), Collectors.toSet())));
            assertThat(ends).hasSize(ROUNDS * PROMPTS_A_ROUND);
            assertThat(ends.values()).allSatisfy(told -> assertThat(told).hasSize(1));
            System.out.println(ends.size() + " prompts were accepted; each expired, once");
        }
    }

    private static boolean isOf(Set<String> accepted, ConsumerRecord<String, byte[]> record) {
        return accepted.contains(record.key().substring(0, record.key().indexOf('/')));
    }

    private ServiceProcess start(String name) {
        var spec = services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
        var environment = new HashMap<>(spec.environment());
        environment.put("CALOTYPE_ENCODER_DEADLINE", DEADLINE.toSeconds() + "s");
        var own = new ServiceSpec(spec.name(), spec.jar(), spec.http(), environment, spec.options());
        var service = ServiceProcess.start(own, settings.home().leash(), settings.logs(), new Deaths());
        running.add(service);
        return service.firstReady().join();
    }
}
