package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.JarIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strimzi's definitions, from its classes: the manifests keep to them. With {@code -Ddefinitions=FOLDER} they are written there. */
class StrimziDefinitionTest {

    private static final List<Class<?>> RESOURCES =
            List.of(Kafka.class, KafkaNodePool.class, KafkaTopic.class, KafkaUser.class);

    private final StrimziDefinition definition = new StrimziDefinition(classes());

    @Test
    void everyManifestOfStrimziKeepsToItsDefinition() {
        for (var resource : RESOURCES) {
            var kind = resource.getSimpleName();
            var manifests = Folder.manifests()
                    .flatMap(file -> Folder.ofKind(file, kind))
                    .toList();
            assertThat(manifests).as(kind).isNotEmpty();
            assertThat(manifests)
                    .allSatisfy(manifest ->
                            assertThat(schema(resource).validate(manifest)).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KafkaTopic, /spec, partitions, 0, partitions",
        "KafkaTopic, /spec, replicas, many, replicas",
        "KafkaUser, /spec/authentication, type, scram, type",
        "KafkaUser, /spec/authorization/acls/0/resource, type, topics, type",
        "KafkaUser, /spec, authorisation, , authorisation",
        "KafkaUser, /spec/authorization/acls/0, operation, Read, operation"
    })
    void whatTheyForbidIsFound(String kind, String place, String field, String value, String named) {
        // Given
        var resource = RESOURCES.stream()
                .filter(type -> type.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow();
        var manifest = Folder.ofKind(Folder.rendered("large"), kind).findFirst().orElseThrow();
        ((ObjectNode) manifest.at(place)).set(field, Folder.yaml(value == null ? "{}" : value));
        // Then
        assertThat(schema(resource).validate(manifest)).isNotEmpty().allMatch(problem -> problem.getMessage()
                .contains(named));
    }

    @Test
    void areWrittenForOtherChecks() throws IOException {
        var folder = System.getProperty("definitions", "");
        assumeFalse(folder.isEmpty(), "-Ddefinitions=FOLDER names where to write them");
        Files.createDirectories(Path.of(folder));
        for (var resource : RESOURCES) {
            var file = Path.of(folder).resolve("strimzi-" + resource.getSimpleName() + ".yaml");
            new YAMLMapper().writeValue(file.toFile(), definition.of(resource));
        }
    }

    /** Strict, as the API server is. */
    private JsonSchema schema(Class<?> resource) {
        var schema = definition.of(resource).at("/spec/versions/0/schema/openAPIV3Schema");
        strict(schema);
        ((ObjectNode) schema.at("/properties/metadata")).remove("additionalProperties");
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
    }

    private static void strict(JsonNode schema) {
        if (schema.path("properties").isObject()) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(StrimziDefinitionTest::strict);
    }

    private static Index classes() {
        try {
            var jar = new File(Kafka.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath());
            return JarIndexer.createJarIndex(jar, new Indexer(), false, false, false)
                    .getIndex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
