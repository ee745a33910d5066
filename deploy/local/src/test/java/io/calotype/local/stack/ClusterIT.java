package io.calotype.local.stack;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Rules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart on a real control plane with KEDA, its pods as processes of this machine: {@code -Dcluster=FOLDER}, which {@code
 * .ci/control-plane} makes. Needs etcd on the path, and Helm there or in {@code CALOTYPE_HELM}.
 */
@EnabledIfSystemProperty(named = "cluster", matches = ".+")
class ClusterIT {

    private static final String MODEL = "pictograms";
    private static final int FIRST_BURST = Integer.getInteger("cluster.images", 120);
    private static final int SECOND_BURST = FIRST_BURST / 2;
    private static final int STEPS = 20;
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String PROMPT =
            "{\"prompt\":\"a red apple\",\"steps\":%d,\"width\":64,\"height\":64}".formatted(STEPS);

    private static final int MOST_DENOISERS = 4;
    private static final int HEAVY = 8;
    private static final int HEAVY_STEPS = 250;
    private static final String HEAVY_PROMPT =
            "{\"prompt\":\"a red apple\",\"steps\":%d,\"width\":64,\"height\":64}".formatted(HEAVY_STEPS);

    /** A lag that is for one denoiser; 8 images of 250 steps at 64 x 64 are 8.2 megapixel-steps. */
    private static final String WORK = ", lagPerReplica: 12, workPerReplica: 2";

    private static final String SCRAPES = """
            global: {scrape_interval: 2s, evaluation_interval: 2s}
            rule_files: [%s]
            scrape_configs:
              - job_name: stages
                metrics_path: /q/metrics
                file_sd_configs: [{files: [%s], refresh_interval: 1s}]
              - job_name: kafka
                scrape_interval: 5s
                static_configs: [{targets: [%s]}]
            """;

    /** A step takes a tenth of a second of waiting, so that denoisers do not share the machine's few cores. */
    private static final String STEP_TAKES_TIME = Rules.rule(
            "a step takes time", "io.calotype.diffusion.denoise.StepCall", "run", "ENTRY", "true", "Thread.sleep(100)");

    @TempDir
    static Path folder;

    private static ControlPlane plane;

    @BeforeAll
    static void startControlPlane() throws IOException {
        plane = ControlPlane.start(Path.of(System.getProperty("cluster")), folder.resolve("control-plane"));
    }

    @AfterAll
    static void stopControlPlane() {
        if (plane != null) {
            plane.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rendered/small.yaml", "rendered/large.yaml", "kafka/01-kafka.yaml"})
    void everyManifestIsAccepted(String file) throws IOException {
        var manifests = resources(Shell.ROOT.resolve("deploy/kubernetes").resolve(file));
        assertThat(manifests).isNotEmpty();
        manifests.forEach(ClusterIT::tryOut);
        System.out.println(file + ": the API server accepts " + manifests.size() + " resources");
    }

    @Test
    void aMisspeltFieldIsNot() throws IOException {
        // Given
        var kind = resources(Shell.ROOT.resolve("deploy/kubernetes/rendered/large.yaml")).stream()
                .collect(groupingBy(HasMetadata::getKind));
        for (var planted : List.of(
                "ScaledObject",
                "TriggerAuthentication",
                "PodMonitor",
                "PrometheusRule",
                "KafkaTopic",
                "KafkaUser",
                "NetworkPolicy",
                "Deployment")) {
            var resource = plane.client()
                    .getKubernetesSerialization()
                    .asYaml(kind.get(planted).get(0));
            var misspelt = plane.client()
                    .getKubernetesSerialization()
                    .<HasMetadata>unmarshal(resource.replaceFirst("\nspec:\n", "\nspec:\n  misspelt: 1\n"));
            // Then
            assertThatThrownBy(() -> tryOut(misspelt))
                    .as(planted)
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("misspelt");
        }
    }

    private static void tryOut(HasMetadata resource) {
        plane.client()
                .resource(resource)
                .inNamespace("calotype")
                .dryRun(true)
                .fieldValidation(Validation.STRICT)
                .create();
    }

    @Test
    void aBurstIsDrawnByPoolsThatComeFromZeroAndGoBackToZero() throws Exception {
        try (var backbone = Backbone.start(folder.resolve("data"), 0, 0, List.of(MODEL));
                var node = new ProcessNode(plane.client(), folder.resolve("pods"));
                var chart = ChartInstallation.install(plane.client(), backbone, MODEL, values("", ""), folder);
                var producer = new OutsideProducer(backbone.kafka());
                var images = new TopicReader(backbone.kafka(), Topics.IMAGES);
                var progress = new TopicReader(backbone.kafka(), Topics.PROGRESS);
                var replicas = chart.replicas()) {
            // Given
            node.start();
            replicas.await("encoder", 1, LIMIT);
            replicas.await("diffusion", 0, LIMIT);
            // When
            var begin = Instant.now();
            replicas.note("a burst of " + FIRST_BURST + " images");
            send(producer, "first", FIRST_BURST, PROMPT);
            Thread.sleep(PAUSE.toMillis());
            replicas.note("a burst of " + SECOND_BURST + " images");
            send(producer, "second", SECOND_BURST, PROMPT);
            images.awaitImages(FIRST_BURST + SECOND_BURST, LIMIT, "");
            var drained = Duration.between(begin, Instant.now());
            replicas.note("all images are there");
            replicas.await("diffusion", 0, LIMIT);
            replicas.await("decoder", 0, LIMIT);
            // Then
            report(images, progress, drained, replicas);
            assertThat(replicas.most("diffusion")).isGreaterThan(1);
            everyImageIsThereOnce(images, FIRST_BURST + SECOND_BURST);
        }
    }

    /** By their number they are for one denoiser. */
    @Test
    @EnabledIfEnvironmentVariable(named = "CALOTYPE_PROMETHEUS", matches = ".+")
    void fewImagesOfManyStepsAreDrawnByAsManyDenoisersAsTheirWorkIsFor() throws Exception {
        try (var backbone = Backbone.start(folder.resolve("data-of-work"), 0, 0, List.of(MODEL));
                var exporter = new LagExporter(backbone.kafka());
                var node = new ProcessNode(plane.client(), folder.resolve("pods-of-work"));
                var prometheus = prometheus(node, exporter);
                var chart = ChartInstallation.install(
                        plane.client(),
                        backbone,
                        MODEL,
                        values(WORK, "keda: {prometheusAddress: \"%s\"}".formatted(prometheus.address())),
                        folder);
                var producer = new OutsideProducer(backbone.kafka());
                var images = new TopicReader(backbone.kafka(), Topics.IMAGES);
                var progress = new TopicReader(backbone.kafka(), Topics.PROGRESS);
                var replicas = chart.replicas()) {
            // Given
            node.start();
            replicas.await("encoder", 1, LIMIT);
            replicas.await("diffusion", 0, LIMIT);
            await().atMost(LIMIT)
                    .until(() -> prometheus
                                    .query("calotype_encode_work_megapixel_steps_count")
                                    .size()
                            > 0);
            // When
            var begin = Instant.now();
            replicas.note(HEAVY + " images of " + HEAVY_STEPS + " steps");
            send(producer, "heavy", HEAVY, HEAVY_PROMPT);
            replicas.await("diffusion", MOST_DENOISERS, LIMIT);
            replicas.note("work that waits: " + prometheus.query("calotype:work_waiting:megapixel_steps") + ", lag: "
                    + prometheus.query("calotype:lag:records{topic=~\".*embeddings.*\"}"));
            images.awaitImages(HEAVY, LIMIT, "");
            var drained = Duration.between(begin, Instant.now());
            replicas.note("all images are there");
            replicas.await("diffusion", 0, LIMIT);
            // Then
            report(images, progress, drained, replicas);
            everyImageIsThereOnce(images, HEAVY);
        }
    }

    private static Prometheus prometheus(ProcessNode node, LagExporter exporter) throws IOException {
        return Prometheus.start(
                Path.of(System.getenv("CALOTYPE_PROMETHEUS")),
                SCRAPES.formatted(DashboardsIT.RULES.toAbsolutePath(), node.targets(), exporter.target()),
                Files.createDirectories(folder.resolve("prometheus")));
    }

    private static void report(TopicReader images, TopicReader progress, Duration drained, ReplicaLog replicas) {
        var steps = steps(progress);
        System.out.printf(
                "%d events in %d s, at most %d denoisers; %d steps, %d of them computed twice%n",
                ends(images).size(),
                drained.toSeconds(),
                replicas.most("diffusion"),
                steps.size(),
                steps.stream().filter(times -> times > 1).count());
    }

    private static List<ConsumerRecord<String, byte[]>> ends(TopicReader images) {
        return images.after(Duration.ofSeconds(2), record -> true).toList();
    }

    /** An end may be published again, as the same event. */
    private static void everyImageIsThereOnce(TopicReader images, int count) {
        var ends = ends(images);
        assertThat(ends.stream().map(ClusterIT::event).distinct()).hasSize(count);
        assertThat(ends).noneMatch(end -> TopicReader.data(end).has("problem"));
    }

    /** An event's image, id and digest. */
    private static List<String> event(ConsumerRecord<String, byte[]> end) {
        return List.of(end.key(), TopicReader.header(end, "ce_id"), Sha256.hex(end.value()));
    }

    /** How often each step of each image was reported. */
    private static List<Long> steps(TopicReader progress) {
        return List.copyOf(progress.after(Duration.ofSeconds(2), record -> true)
                .filter(record ->
                        TopicReader.data(record).path("stage").asText().equals("denoise"))
                .filter(record -> TopicReader.data(record).path("step").asInt() > 0)
                .collect(groupingBy(
                        record -> record.key() + " " + TopicReader.data(record).path("step"), Collectors.counting()))
                .values());
    }

    private static void send(OutsideProducer producer, String prefix, int count, String prompt) {
        for (int i = 0; i < count; i++) {
            producer.binary(prefix + "-" + i, prompt);
        }
    }

    /**
     * Pools that come and go within seconds.
     *
     * @param more of the denoisers' scaling
     */
    private static String values(String more, String others) {
        return """
                stages:
                  diffusion:
                    drainSeconds: 10
                    env: {CALOTYPE_DIFFUSION_MAX_BATCH: 1, CALOTYPE_IN_FLIGHT: 2, JAVA_TOOL_OPTIONS: "%s"}
                    autoscaling: {enabled: true, maxReplicas: %d, scaleDownAfterSeconds: 15, toZeroAfterSeconds: 20%s}
                  decoder:
                    drainSeconds: 10
                    autoscaling: {enabled: true, maxReplicas: 2, scaleDownAfterSeconds: 15, toZeroAfterSeconds: 20}
                %s
                """.formatted(Rules.environment(STEP_TAKES_TIME).get("JAVA_TOOL_OPTIONS"), MOST_DENOISERS, more, others);
    }

    private static List<HasMetadata> resources(Path manifests) throws IOException {
        return ChartInstallation.load(plane.client(), manifests);
    }
}
