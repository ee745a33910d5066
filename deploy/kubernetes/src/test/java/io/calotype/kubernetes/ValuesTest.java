package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of the chart's values, without Helm. */
class ValuesTest {

    private final JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(Folder.text(Folder.CHART.resolve("values.schema.json")));

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void theExamplesAreAccepted(String example) {
        assertThat(problems(values(example))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/packs/0, digest, latest",
        "/packs/0/source/volume, claimName, ''",
        "/stages/diffusion, replicas, 9",
        "/stages/diffusion/autoscaling, maxReplicas, 9",
        "/stages/encoder/autoscaling, minReplicas, 0",
        "/store, endpoint, minio:9000",
        "/kafka, bootstrapServers, ''"
    })
    void aValueThatCannotWorkIsRefusedByItsName(String place, String name, String value) {
        // Given
        var values = values("small");
        var changed = (ObjectNode) values.at(place);
        changed.set(name, Folder.yaml(value.isEmpty() ? "\"\"" : value));
        // Then
        assertThat(problems(values)).isNotEmpty().allMatch(problem -> problem.contains(name));
    }

    @Test
    void aGatewayWithoutKeysIsRefused() {
        // Given
        var values = values("small");
        ((ObjectNode) values.at("/gateway/apiKeys")).put("secret", "");
        // Then
        assertThat(problems(values)).anyMatch(problem -> problem.contains("gateway"));
    }

    @Test
    void anIngressWithoutAHostIsRefused() {
        // Given
        var values = values("small");
        ((ObjectNode) values.at("/gateway/ingress")).put("enabled", true);
        // Then
        assertThat(problems(values)).anyMatch(problem -> problem.contains("gateway.ingress.host"));
    }

    @Test
    void aPackWithoutADigestIsRefused() {
        // Given
        var values = values("small");
        ((ObjectNode) values.at("/packs/0")).remove("digest");
        // Then
        assertThat(problems(values)).anyMatch(problem -> problem.contains("digest"));
    }

    private List<String> problems(JsonNode values) {
        return schema.validate(values).stream().map(Object::toString).toList();
    }

    /** The chart's values, with those of an example over them, as Helm merges them. */
    private static JsonNode values(String example) {
        var values = Folder.yaml(Folder.text(Folder.CHART.resolve("values.yaml")));
        var own = Folder.yaml(Folder.text(Folder.KUBERNETES.resolve("examples/" + example + ".yaml")));
        merge((ObjectNode) values, (ObjectNode) own);
        return values;
    }

    private static void merge(ObjectNode values, ObjectNode own) {
        own.properties().forEach(entry -> {
            var there = values.has(entry.getKey()) ? values.get(entry.getKey()) : MissingNode.getInstance();
            if (there instanceof ObjectNode object && entry.getValue() instanceof ObjectNode more) {
                merge(object, more);
            } else {
                values.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
