package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The rendered pods fit the services' own settings, and the restricted pod security standard. */
class PodsTest {

    private static final Duration WITHDRAWAL = Duration.ofSeconds(5);
    private static final Duration CONSUMERS_CLOSE = Duration.ofSeconds(30);
    private static final Pattern SETTING = Pattern.compile("`((CALOTYPE|QUARKUS|KAFKA)_[A-Z0-9_]+)`");

    @Test
    void areNotKilledBeforeTheirWorkIsGivenBack() {
        var defaults = Folder.properties("stage/src/main/resources/META-INF/microprofile-config.properties");
        var http = Folder.properties("messaging/src/main/resources/META-INF/microprofile-config.properties");
        var closing = WITHDRAWAL.plus(CONSUMERS_CLOSE).plus(duration(http.getProperty("quarkus.shutdown.timeout")));
        deployments().forEach(deployment -> {
            var drain = environment(deployment)
                    .getOrDefault("CALOTYPE_DRAIN_TIMEOUT", defaults.getProperty("calotype.drain-timeout"));
            assertThat(pod(deployment).path("terminationGracePeriodSeconds").asLong())
                    .isGreaterThan(duration(drain).plus(closing).toSeconds());
        });
    }

    @Test
    void ofTheGatewayServeWhileRequestsStillCome() {
        deployments().forEach(deployment -> assertThat(container(deployment)
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asInt())
                .isEqualTo(service(deployment).equals("gateway") ? 5 : 0));
    }

    @Test
    void listenWhereTheServicesDo() {
        deployments().forEach(deployment -> {
            var settings = Folder.settings(service(deployment) + "-service");
            assertThat(container(deployment).at("/ports/0/containerPort").asText())
                    .isEqualTo(settings.getProperty("quarkus.http.port"));
        });
    }

    @Test
    void setOnlyVariablesThatAreDocumented() {
        // Given
        var documented = SETTING.matcher(Folder.text(Folder.ROOT.resolve("docs/configuration.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        documented.add("KAFKA_SSL_TRUSTSTORE_TYPE");
        // Then
        deployments().forEach(deployment -> assertThat(documented)
                .containsAll(environment(deployment).keySet()));
    }

    @Test
    void fitTheRestrictedStandard() {
        deployments().forEach(deployment -> {
            var pod = pod(deployment);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            containers(pod).forEach(container -> {
                var security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            });
        });
    }

    @Test
    void noMoreReplicasThanPartitionsAreAllowed() {
        // Given
        int partitions = Topics.all(List.of("any")).stream()
                .filter(topic -> topic.name().equals(Topics.embeddings("any")))
                .findFirst()
                .orElseThrow()
                .partitions();
        var schema = Folder.yaml(Folder.text(Folder.CHART.resolve("values.schema.json")));
        // Then
        assertThat(schema.at("/definitions/stage/properties/replicas/maximum").asInt())
                .isEqualTo(partitions);
        assertThat(schema.at("/definitions/stage/properties/autoscaling/properties/maxReplicas/maximum")
                        .asInt())
                .isEqualTo(partitions);
    }

    @Test
    void areOfTheProjectsVersion() {
        var chart = Folder.yaml(Folder.text(Folder.CHART.resolve("Chart.yaml")));
        assertThat(Folder.text(Folder.ROOT.resolve("pom.xml")))
                .contains("<version>" + chart.path("appVersion").asText() + "</version>");
    }

    private static Stream<JsonNode> deployments() {
        return Folder.EXAMPLES.stream().flatMap(example -> Folder.ofKind(Folder.rendered(example), "Deployment"));
    }

    private static String service(JsonNode deployment) {
        return deployment.at("/metadata/labels/app.kubernetes.io~1component").asText();
    }

    private static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template/spec");
    }

    private static JsonNode container(JsonNode deployment) {
        return pod(deployment).at("/containers/0");
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.of("containers", "initContainers")
                .flatMap(list -> StreamSupport.stream(pod.path(list).spliterator(), false));
    }

    private static Map<String, String> environment(JsonNode deployment) {
        return StreamSupport.stream(container(deployment).path("env").spliterator(), false)
                .collect(Collectors.toMap(variable -> variable.path("name").asText(), variable -> variable.path("value")
                        .asText()));
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }
}
