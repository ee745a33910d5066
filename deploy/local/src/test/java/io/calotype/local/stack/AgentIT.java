package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of the Model Context Protocol's own Java SDK, as it is published, against the whole pipeline. */
class AgentIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> promptId = new CompletableFuture<>();
    private McpSyncClient client;

    @BeforeEach
    void connect() {
        client = agent();
        client.initialize();
    }

    @AfterEach
    void disconnect() {
        client.closeGracefully();
    }

    private McpSyncClient agent() {
        var transport = HttpClientStreamableHttpTransport.builder(
                        WholeStack.running().gateway().toString())
                .endpoint("/mcp")
                .build();
        return McpClient.sync(transport)
                .requestTimeout(PATIENCE)
                .progressConsumer(this::heard)
                .build();
    }

    private void heard(ProgressNotification step) {
        progress.add(step);
        var message = step.message();
        promptId.complete(message.substring(message.lastIndexOf(' ') + 1));
    }

    @Test
    void aPictureIsGeneratedWithItsStepsInView() throws IOException {
        // When
        var result = client.callTool(CallToolRequest.builder("generate")
                .arguments(Map.of("prompt", "a red apple", "seed", 7, "width", 128, "height", 128, "steps", 6))
                .progressToken("apple")
                .build());
        // Then
        assertThat(result.isError()).isFalse();
        var image = (ImageContent) result.content().get(1);
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.data())));
        assertThat(picture.getWidth()).isEqualTo(128);
        assertThat(progress).isNotEmpty();
        assertThat(progress).extracting(ProgressNotification::progressToken).containsOnly("apple");
        assertThat(progress)
                .extracting(ProgressNotification::progress)
                .isSorted()
                .endsWith(6.0);
    }

    @Test
    void whatIsUnderWayIsCancelledFromElsewhere() {
        // Given
        var generating = CompletableFuture.supplyAsync(() -> client.callTool(CallToolRequest.builder("generate")
                .arguments(Map.of("prompt", "a castle", "steps", 500, "n", 4))
                .progressToken("castle")
                .build()));
        // When
        CallToolResult cancelled;
        try (var other = agent()) {
            other.initialize();
            cancelled = other.callTool(CallToolRequest.builder("cancel")
                    .arguments(Map.of(
                            "prompt_id",
                            promptId.orTimeout(60, TimeUnit.SECONDS).join()))
                    .build());
        }
        // Then
        assertThat(cancelled.isError()).isFalse();
        assertThat(generating).succeedsWithin(PATIENCE).satisfies(result -> assertThat(
                        ((TextContent) result.content().get(0)).text())
                .contains("\"state\":\"cancelled\""));
    }
}
