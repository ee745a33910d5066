package io.calotype.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.testing.FakePipeline;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.ToolClient;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class ToolsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] PICTURE = "the bytes of a picture".getBytes(StandardCharsets.UTF_8);

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    ObjectStore store;

    @Inject
    PromptBook book;

    private final String text = "an apple " + UUID.randomUUID();
    private ToolClient client;
    private FakePipeline pipeline;

    @BeforeEach
    void connect() {
        client = ToolClient.of(address);
        pipeline = new FakePipeline(kafka);
    }

    @AfterEach
    void disconnect() {
        pipeline.close();
    }

    @Test
    void everyToolSaysWhatItTakes() {
        // When
        var tools = client.result("tools/list", "{}").path("tools");
        // Then
        assertThat(tools)
                .extracting(tool -> tool.path("name").asText())
                .containsExactlyInAnyOrder(
                        "generate", "edit", "branch", "status", "cancel", "pause", "resume", "search");
        assertThat(tools).allMatch(tool -> tool.at("/inputSchema/type").asText().equals("object"));
        var generate = tool(tools, "generate").path("inputSchema");
        assertThat(generate.at("/required/0").asText()).isEqualTo("prompt");
        assertThat(generate.at("/properties/steps/type").asText()).isEqualTo("integer");
        assertThat(generate.at("/properties/steps/maximum").asInt()).isEqualTo(500);
        assertThat(generate.at("/properties/output_format/enum")).hasSize(3);
        for (var name : List.of("generate", "edit")) {
            assertThat(tool(tools, name).at("/inputSchema/properties/prompt_weights/enum"))
                    .extracting(JsonNode::asText)
                    .containsExactly("off", "a1111", "compel");
        }
    }

    @Test
    void picturesComeWithTheirStepsBeforeThem() throws IOException {
        // Given
        var messages = generate(7, "{\"prompt\": \"%s\", \"n\": 2}".formatted(text));
        var id = promptId();
        // When
        pipeline.encoded(id, 0, "an", "apple");
        pipeline.denoised(id, 0, 4, 8);
        awaitStep(id, 4);
        pipeline.denoised(id, 0, 8, 8);
        awaitStep(id, 8);
        draw(id, 0);
        draw(id, 1);
        // Then
        var all = messages.join();
        var progress = all.stream()
                .filter(message -> message.path("method").asText().equals("notifications/progress"))
                .map(message -> message.at("/params/progress").asInt())
                .toList();
        assertThat(progress).isSorted().doesNotHaveDuplicates().endsWith(8);
        assertThat(all.get(0).at("/params/message").asText()).endsWith("steps of prompt " + id);
        var result = all.get(all.size() - 1).path("result");
        assertThat(result.path("isError").asBoolean()).isFalse();
        assertThat(result.path("content"))
                .extracting(content -> content.path("type").asText())
                .containsExactly("text", "image", "resource_link", "image", "resource_link");
        assertThat(Base64.getDecoder().decode(result.at("/content/1/data").asText()))
                .isEqualTo(PICTURE);
        assertThat(result.at("/content/1/mimeType").asText()).isEqualTo("image/png");
        var link = URI.create(result.at("/content/2/uri").asText());
        assertThat(Gateway.at(address).get(link.getPath()).statusCode()).isEqualTo(200);
        var prompt = new ObjectMapper().readTree(result.at("/content/0/text").asText());
        assertThat(prompt.path("id").asText()).isEqualTo(id);
        assertThat(prompt.path("state").asText()).isEqualTo("completed");
    }

    @Test
    void aCallThatIsCancelledCancelsItsPrompt() {
        // Given
        var call = generate(9, "{\"prompt\": \"%s\"}".formatted(text));
        var id = promptId();
        // When
        client.cancel(9);
        // Then
        try (var probe = new TopicProbe(kafka)) {
            probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> id.equals(record.key()));
        }
        assertThat(call).succeedsWithin(LIMIT);
    }

    @Test
    void aPromptIsShownAndCancelledByItsId() {
        // Given
        var call = generate(3, "{\"prompt\": \"%s\"}".formatted(text));
        var id = promptId();
        var named = "{\"prompt_id\": \"%s\"}".formatted(id);
        // When
        var status = client.call("status", named);
        var cancelled = client.call("cancel", named);
        // Then
        assertThat(status.at("/content/0/text").asText()).contains("\"state\":\"accepted\"");
        assertThat(cancelled.path("isError").asBoolean()).isFalse();
        try (var probe = new TopicProbe(kafka)) {
            probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> id.equals(record.key()));
        }
        pipeline.cancelled(id, 0);
        assertThat(call).succeedsWithin(LIMIT);
    }

    @Test
    void onePictureIsPausedResumedAndCancelledWithAReason() {
        // Given
        var call = generate(4, "{\"prompt\": \"%s\", \"n\": 2}".formatted(text));
        var id = promptId();
        var one = "{\"prompt_id\": \"%s\", \"index\": 1}".formatted(id);
        // When
        var paused = client.call("pause", one);
        var resumed = client.call("resume", one);
        var cancelled = client.call("cancel", one.replace("}", ", \"reason\": \"too dark\"}"));
        // Then
        assertThat(List.of(paused, resumed, cancelled))
                .noneMatch(answer -> answer.path("isError").asBoolean());
        try (var probe = new TopicProbe(kafka)) {
            var decisions = probe.await(Topics.CANCELLATIONS, 3, LIMIT, record -> id.equals(record.key()));
            assertThat(decisions)
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .allMatch(json -> json.contains("\"index\":1"))
                    .last()
                    .asString()
                    .contains("\"reason\":\"too dark\"");
        }
        pipeline.cancelled(id, 0);
        pipeline.cancelled(id, 1);
        assertThat(call).succeedsWithin(LIMIT);
    }

    @Test
    void aPictureIsFoundAndEdited() {
        // Given
        var call = generate(3, "{\"prompt\": \"%s\"}".formatted(text));
        var id = promptId();
        draw(id, 0);
        assertThat(call).succeedsWithin(LIMIT);
        // When
        var found = client.call("search", "{\"words\": \"%s\", \"limit\": 1}".formatted(text));
        var change = "a green " + text;
        var editing = CompletableFuture.supplyAsync(() -> client.call(
                "edit", "{\"prompt\": \"%s\", \"image\": \"%s/0\", \"strength\": 0.5}".formatted(change, id)));
        // Then
        assertThat(found.at("/content/1/name").asText()).isEqualTo(id + "/0");
        var edit = book.find(promptId(change)).orElseThrow().snapshot();
        var picture = Objects.requireNonNull(
                Objects.requireNonNull(edit.request()).parameters().picture());
        assertThat(picture.image().objectKey()).isEqualTo("images/" + id + "/0.png");
        pipeline.cancelled(edit.id(), 0);
        assertThat(editing).succeedsWithin(LIMIT).satisfies(result -> assertThat(
                        result.at("/content/0/text").asText())
                .contains(edit.id()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "generate | {}                                            | prompt",
                "generate | {\"prompt\": \"an owl\", \"steps\": 9999}     | steps is 9999; it must be from 1 to 500",
                "generate | {\"prompt\": \"an owl\", \"stepz\": 3}        | stepz",
                "edit     | {\"prompt\": \"an owl\"}                      | image is missing",
                "edit     | {\"prompt\": \"an owl\", \"image\": \"x/0\"}  | there is no picture x/0",
                "status   | {\"prompt_id\": \"no-such-prompt\"}           | there is no prompt no-such-prompt",
                "branch   | {\"prompt\": \"an owl\", \"parent\": \"x/0\", \"parent_step\": 9} | step 9 of x/0 is not kept",
                "cancel   | {}                                            | prompt_id is missing",
                "pause    | {\"prompt_id\": \"no-such-prompt\"}           | there is no prompt no-such-prompt",
                "resume   | {\"prompt_id\": \"a\", \"index\": 16}           | index is 16",
                "search   | {\"limit\": 0}                                | limit is 0",
            })
    void whatIsWrongWithACallIsToldToTheModel(String tool, String arguments, String told) {
        // When
        var result = client.call(tool, arguments);
        // Then
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asText()).contains(told);
    }

    private static JsonNode tool(JsonNode tools, String name) {
        for (var tool : tools) {
            if (tool.path("name").asText().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError(name);
    }

    private CompletableFuture<List<JsonNode>> generate(int request, String arguments) {
        var parameters = ToolClient.parameters("generate", arguments);
        return CompletableFuture.supplyAsync(() -> new ArrayList<>(client.messages(request, "tools/call", parameters)));
    }

    private String promptId() {
        return promptId(text);
    }

    private String promptId(String words) {
        return await().atMost(LIMIT)
                .until(
                        () -> book.newestFirst()
                                .filter(prompt -> isOf(prompt, words))
                                .map(PromptSnapshot::id)
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private static boolean isOf(PromptSnapshot prompt, String words) {
        var request = prompt.request();
        return request != null && request.parameters().prompt().equals(words);
    }

    private void awaitStep(String id, int step) {
        await().atMost(LIMIT).until(() -> {
            var last = book.find(id).orElseThrow().snapshot().images().get(0).lastStep();
            return last != null && last.step() == step;
        });
    }

    private void draw(String id, int index) {
        store.putIfAbsent("images/%s/%d.png".formatted(id, index), PICTURE, "image/png", Map.of());
        pipeline.completed(id, index);
    }
}
