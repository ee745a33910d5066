package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The rendered topics and users are those of the contract. */
class StrimziTest {

    private static final List<String> PACKS = List.of("sd15", "pictograms");

    @Test
    void theTopicsAreThoseOfTheContract() {
        // Given
        var expected =
                Topics.all(PACKS).stream().map(topic -> topic.replicated(3)).toList();
        // When
        var topics = Folder.ofKind(Folder.rendered("large"), "KafkaTopic")
                .map(topic -> topic.path("spec"))
                .map(spec -> new TopicSpec(
                        spec.path("topicName").asText(),
                        spec.path("partitions").asInt(),
                        spec.path("replicas").asInt(),
                        config(spec)))
                .toList();
        // Then
        assertThat(topics).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Map<String, String> config(JsonNode spec) {
        return new ObjectMapper().convertValue(spec.path("config"), new TypeReference<Map<String, String>>() {});
    }

    @Test
    void everyPrincipalHasItsRightsAndNoOthers() {
        for (var principal : Access.all(PACKS)) {
            // When
            var user = Folder.ofKind(Folder.rendered("large"), "KafkaUser")
                    .filter(candidate -> candidate.at("/metadata/name").asText().equals("calotype-" + principal.name()))
                    .findFirst()
                    .orElseThrow();
            // Then
            assertThat(names(user, "topic", "Read")).isEqualTo(Set.copyOf(principal.reads()));
            assertThat(names(user, "topic", "Write")).isEqualTo(Set.copyOf(principal.writes()));
            var groups = new TreeSet<>(principal.groups());
            groups.addAll(principal.groupPrefixes());
            assertThat(names(user, "group", "Read")).isEqualTo(groups);
            var seen = new TreeSet<>(principal.reads());
            seen.addAll(principal.writes());
            seen.addAll(principal.watches().topics());
            assertThat(names(user, "topic", "Describe")).isEqualTo(seen);
            assertThat(names(user, "topic", "Create")).isEmpty();
            assertThat(names(user, "topic", "All")).isEmpty();
        }
    }

    private static Set<String> names(JsonNode user, String type, String operation) {
        var names = new TreeSet<String>();
        user.at("/spec/authorization/acls").forEach(acl -> {
            boolean grants = StreamSupport.stream(acl.path("operations").spliterator(), false)
                    .anyMatch(granted -> granted.asText().equals(operation));
            if (grants && acl.at("/resource/type").asText().equals(type)) {
                names.add(acl.at("/resource/name").asText());
            }
        });
        return names;
    }
}
