package io.calotype.encoder.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageId;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldPromptsTest {

    private static final TopicPartition PARTITION = new TopicPartition("calotype.prompts", 0);

    private final List<String> released = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TenantBacklog backlog =
            new TenantBacklog(new Tenants(new ServiceSettings(Map.of(), TenantsConfig.class).of(TenantsConfig.class)));
    private final HeldPrompts held = new HeldPrompts(
            new ServiceSettings(Map.of("CALOTYPE_ENCODER_AHEAD", "16"), EncoderConfig.class).of(EncoderConfig.class),
            backlog,
            metrics);

    @Test
    void aBurstWaitsAndAnotherTenantGoesOnAtOnce() {
        // When
        var a = IntStream.range(0, 4)
                .mapToObj(i -> prompt("/a", "a" + i, 16, 10))
                .toList();
        a.forEach(held::hold);
        // Then
        assertThat(released).containsExactly("a0");
        assertThat(metrics.get("calotype.encode.held.images").gauge().value()).isEqualTo(48);
        // When
        IntStream.range(0, 20).mapToObj(i -> prompt("/b", "b" + i, 1, 10)).forEach(held::hold);
        // Then
        assertThat(released).containsExactly("a0", "b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7");
        // When
        sendOn(a.get(0), "a0", 16);
        for (int i = 0; i < 16; i++) {
            backlog.ended(new ImageId("a0", i));
        }
        held.goOn();
        // Then
        assertThat(released).hasSize(18).endsWith("b15", "a1");
    }

    @Test
    void whatIsTakenAwayIsNotReleasedAndMakesRoom() {
        // Given
        var first = prompt("/a", "first", 16, 10);
        held.hold(first);
        held.hold(prompt("/a", "second", 1, 10));
        // When
        held.leave(Set.of(PARTITION));
        held.hold(prompt("/a", "third", 1, 10));
        // Then
        assertThat(released).containsExactly("first", "third");
        assertThat(metrics.get("calotype.encode.held.images").gauge().value()).isZero();
    }

    @Test
    void noMoreIsReadThanFitsIntoMemory() {
        // Given
        held.hold(prompt("/a", "first", 16, 10));
        CompletionStage<Void> large = held.hold(prompt("/a", "second", 1, HeldPrompts.MOST_BYTES));
        var next = prompt("/a", "third", 1, 10);
        // When
        CompletionStage<Void> waits = held.hold(next);
        // Then
        assertThat(large.toCompletableFuture()).isDone();
        assertThat(waits.toCompletableFuture()).isNotDone();
        // When
        held.leave(Set.of(PARTITION));
        // Then
        assertThat(waits.toCompletableFuture()).isDone();
    }

    @Test
    void whatIsTakenAwayBeforeThereIsRoomIsNotHeld() {
        // Given
        held.hold(prompt("/a", "first", 16, 10));
        held.hold(prompt("/a", "second", 1, HeldPrompts.MOST_BYTES));
        var third = held.hold(prompt("/a", "third", 1, 10)).toCompletableFuture();
        assertThat(third).isNotDone();
        // When
        held.leave(Set.of(PARTITION));
        // Then
        assertThat(third).isDone();
        assertThat(released).containsExactly("first");
        assertThat(metrics.get("calotype.encode.held.images").gauge().value()).isZero();
    }

    @Test
    void aPromptWhoseWorkNeverBeganMakesRoom() {
        // Given
        var first = prompt("/a", "first", 16, 10);
        held.hold(first);
        held.hold(prompt("/a", "second", 1, 10));
        // When
        held.worked(first);
        // Then
        assertThat(released).containsExactly("first", "second");
    }

    @Test
    void lessThanOneImageAheadIsRefused() {
        var none =
                new ServiceSettings(Map.of("CALOTYPE_ENCODER_AHEAD", "0"), EncoderConfig.class).of(EncoderConfig.class);
        assertThatThrownBy(() -> new HeldPrompts(none, backlog, metrics))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("calotype.encoder.ahead");
    }

    private HeldPrompt prompt(String tenant, String id, int images, int bytes) {
        return new HeldPrompt(
                tenant, 1, 5, images, images * 100L, images * 2.5, bytes, PARTITION, () -> released.add(id));
    }

    private void sendOn(HeldPrompt prompt, String id, int images) {
        backlog.enter(IntStream.range(0, images)
                .mapToObj(index -> {
                    var image =
                            new RequestedImage(new ImageId(id, index), Origin.of(id, prompt.tenant()), "a".repeat(64));
                    return new ImageTask(image, TenantBacklogTest.SPEC, "d", Instant.EPOCH, StageTimings.none());
                })
                .toList());
        held.worked(prompt);
    }
}
