package io.calotype.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private final JsonNode document;

    AsyncApiTest() throws IOException {
        document = new YAMLMapper().readTree(Schemas.resource("asyncapi.yaml"));
    }

    @Test
    void hasEveryTopic() {
        // When
        var addresses = stream(document.path("channels"))
                .map(channel -> channel.path("address").textValue().replace("{pack}", "pictograms"));
        // Then
        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(Topics.all(List.of("pictograms")).stream()
                        .map(TopicSpec::name)
                        .toList());
    }

    @Test
    void hasEveryEventType() {
        // Given
        var types = new ArrayList<>(Arrays.stream(EventTypes.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(AsyncApiTest::text)
                .toList());
        types.add("deadLetter");
        // Then
        assertThat(stream(document.at("/components/messages"))
                        .map(m -> m.path("name").textValue()))
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> {
            if (ref.startsWith("#")) {
                assertThat(document.at(ref.substring(1)).isMissingNode()).isFalse();
            } else {
                assertThat(Schemas.resource(ref)).isNotEmpty();
            }
        });
    }

    @Test
    void everyMessageIsOnAChannel() {
        // When
        var used = stream(document.path("channels"))
                .flatMap(channel -> channel.path("messages").findValuesAsText("$ref").stream())
                .distinct();
        // Then
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(names(document.at("/components/messages")).stream()
                        .map(name -> "#/components/messages/" + name)
                        .toList());
    }

    @Test
    void examplesFitTheirSchemas() {
        for (var message : document.at("/components/messages")) {
            var schema = message.at("/payload/$ref").asText();
            for (var example : message.path("examples")) {
                var name = schema.substring("schemas/".length(), schema.length() - ".json".length());
                assertThat(Schemas.complaints(name, example.path("payload"))).isEmpty();
            }
        }
    }

    @Test
    void promptExamplesAreAccepted() {
        for (var example : document.at("/components/messages/promptRequested/examples")) {
            var json = example.path("payload").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(Events.promptRequested(json, "id", "/test").parameters().prompt())
                    .isEqualTo(example.at("/payload/prompt").textValue());
        }
    }

    @Test
    void hasTheLargestRecordAndTheMediaTypes() {
        assertThat(document.at("/components/schemas/safetensors/maxLength").intValue())
                .isEqualTo(Limits.MAX_RECORD_BYTES);
        assertThat(document.path("defaultContentType").textValue()).isEqualTo(Events.JSON);
        assertThat(document.at("/components/messages/imageDenoised/contentType").textValue())
                .isEqualTo(Events.SAFETENSORS);
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(Field field) {
        try {
            return (String) Objects.requireNonNull(field.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
