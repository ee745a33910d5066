package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kept manifest is decoded into its type; a field that the type does not have fails. */
class ManifestsTest {

    private static final Schema SCHEMA = new Schema();

    @Test
    void haveNoFieldThatTheirTypesDoNotHave() {
        var all = Folder.manifests()
                .flatMap(file -> Folder.documents(file).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(50).allSatisfy(SCHEMA::decode);
    }

    @ParameterizedTest
    @CsvSource({
        "large, Deployment, /spec/template/spec, terminationGraceSeconds",
        "large, NetworkPolicy, /spec, podSelectors",
        "large, KafkaTopic, /spec, partition",
        "large, KafkaUser, /spec/authorization/acls/0, permissions",
        "large, ScaledObject, /spec, maxReplicas",
        "large, TriggerAuthentication, /spec/secretTargetRef/0, value",
        "large, PodMonitor, /spec/podMetricsEndpoints/0, ports",
        "large, PrometheusRule, /spec/groups/0/rules/0, expression"
    })
    void anUnknownFieldIsFound(String example, String kind, String place, String field) {
        // Given
        JsonNode manifest =
                Folder.ofKind(Folder.rendered(example), kind).findFirst().orElseThrow();
        ((ObjectNode) manifest.at(place)).put(field, 1);
        // Then
        assertThatThrownBy(() -> SCHEMA.decode(manifest)).hasMessageContaining(field);
    }

    @Test
    void everyResourceHasItsOwnName() {
        for (var example : Folder.EXAMPLES) {
            List<String> names = Folder.documents(Folder.rendered(example)).stream()
                    .map(resource -> resource.path("kind").asText() + " "
                            + resource.at("/metadata/name").asText())
                    .toList();
            assertThat(names).doesNotHaveDuplicates();
        }
    }
}
