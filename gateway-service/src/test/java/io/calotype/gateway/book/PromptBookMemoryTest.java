package io.calotype.gateway.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.model.PromptWork;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.tenant.Backlogs;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a book of prompts that do not end takes of a gateway's heap of 256 MiB. */
class PromptBookMemoryTest {

    private static final Tenants TENANTS =
            new Tenants(new ServiceSettings(Map.of(), TenantsConfig.class).of(TenantsConfig.class));
    private static final PromptWork WORK = new PromptWork(List.of());
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PROMPTS = 10_000;
    private static final int IMAGES = 16;
    private static final int STEPS = 8;
    // The defaults of calotype.gateway.remembered-*.
    private static final BookLimits LIMITS = new BookLimits(2_000, 100_663_296, 50_331_648);

    @Test
    void tenThousandUnfinishedPromptsFitAndNoWaiterIsLost() {
        // Given
        long before = heapInUse();
        var book = new PromptBook(LIMITS, new Owners(Set.of()), new Backlogs(TENANTS), WORK);
        var ids = IntStream.range(0, PROMPTS)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        var waiters = new ArrayList<CompletableFuture<PromptSnapshot>>();

        // When
        for (var id : ids) {
            assertThat(book.isFull()).isFalse();
            var entry = book.accepted(prompt(id), START.plusMillis(waiters.size()));
            waiters.add(entry.ended().subscribeAsCompletionStage());
        }
        for (int step = 1; step <= STEPS; step++) {
            for (var id : ids) {
                progress(book, id, step);
            }
        }

        // Then
        long taken = heapInUse() - before;
        assertThat(taken).isLessThan(150L << 20);
        ids.forEach(id -> end(book, id));
        assertThat(CompletableFuture.allOf(waiters.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
        System.out.printf("%d unfinished prompts of %d images take %d MiB%n", PROMPTS, IMAGES, taken >> 20);
    }

    private static PromptRequested prompt(String id) {
        var json =
                "{\"prompt\":\"a red apple on a table, in the style of an old photograph\",\"n\":%d}".formatted(IMAGES);
        return Events.promptRequested(json.getBytes(StandardCharsets.UTF_8), id, Owners.GATEWAY);
    }

    private static void progress(PromptBook book, String id, int step) {
        for (int index = 0; index < IMAGES; index++) {
            var tokens = step == 1 ? List.of("[CLS]", "a", "red", "apple", "[SEP]") : null;
            var preview = step % 4 == 0 ? new byte[1_500] : null;
            var origin = Origin.of(id, Owners.GATEWAY);
            book.progressed(
                    new ImageProgress(
                            new ImageId(id, index), origin, Stage.DENOISE, step, 20, preview, "image/jpeg", tokens),
                    step,
                    START.plusSeconds(step));
        }
    }

    private static void end(PromptBook book, String id) {
        for (int index = 0; index < IMAGES; index++) {
            book.ended(
                    new ImageCancelled(new ImageId(id, index), Origin.of(id, Owners.GATEWAY)), START.plusSeconds(60));
        }
    }

    private static long heapInUse() {
        var memory = ManagementFactory.getMemoryMXBean();
        System.gc();
        System.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
