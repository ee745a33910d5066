package io.calotype.gateway.mcp;

import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.prompt.PromptDesk;
import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Follows a prompt on behalf of the client that asked for it. */
@ApplicationScoped
class PromptFollower {

    /** How long a cancellation may go unnoticed: the protocol's server tells of one only when it is asked. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final PromptDesk desk;
    private final GatewayConfig config;

    PromptFollower(PromptDesk desk, GatewayConfig config) {
        this.desk = desk;
        this.config = config;
    }

    /**
     * Reports steps as they are done; completes when all images have ended, or with what is known when they take too long.
     *
     * <p>Cancels the prompt and fails when the client cancels its call.
     */
    Uni<PromptSnapshot> follow(PromptEntry entry, ToolArguments call) {
        var deadline = Instant.now().plus(config.generationTimeout());
        return Multi.createBy()
                .repeating()
                .uni(() -> new Watch(entry, call), Watch::next)
                .whilst(snapshot -> !snapshot.ended() && Instant.now().isBefore(deadline))
                .collect()
                .last();
    }

    private final class Watch {
        private final PromptEntry entry;
        private final ToolArguments call;
        private int place;
        private long reported = -1;

        Watch(PromptEntry entry, ToolArguments call) {
            this.entry = entry;
            this.call = call;
        }

        Uni<PromptSnapshot> next() {
            if (call.cancellation().check().isRequested()) {
                return desk.cancel(entry).onItemOrFailure().transformToUni((cancelled, failure) -> Uni.createFrom()
                        .failure(new OperationCancellationException()));
            }
            for (var next = entry.from(place); next.isPresent(); next = entry.from(place)) {
                place = next.get().place() + 1;
            }
            var snapshot = entry.snapshot();
            return snapshot.ended()
                    ? report(snapshot)
                    : report(snapshot)
                            .chain(() ->
                                    entry.beyond(place).ifNoItem().after(LOOK).recoverWithItem(false))
                            .map(more -> entry.snapshot());
        }

        private Uni<PromptSnapshot> report(PromptSnapshot snapshot) {
            long total = stepsOfEach(snapshot) * snapshot.images().size();
            long done = snapshot.images().stream().mapToLong(Watch::stepsDone).sum();
            if (done <= reported || total == 0 || call.progress().token().isEmpty()) {
                return Uni.createFrom().item(snapshot);
            }
            reported = done;
            return call.progress()
                    .notificationBuilder()
                    .setProgress(done)
                    .setTotal(total)
                    .setMessage(done + " of " + total + " steps of prompt " + entry.id())
                    .build()
                    .send()
                    .replaceWith(snapshot);
        }

        /** The denoising steps of each image, 0 while none has begun: an image that waits does not know its own. */
        private static long stepsOfEach(PromptSnapshot prompt) {
            return prompt.images().stream()
                    .map(ImageSnapshot::lastStep)
                    .filter(step -> step != null && step.stage() == Stage.DENOISE)
                    .mapToLong(step -> Objects.requireNonNull(step).steps())
                    .max()
                    .orElse(0);
        }

        private static long stepsDone(ImageSnapshot image) {
            var step = image.lastStep();
            return step == null || step.stage() != Stage.DENOISE ? 0 : step.step();
        }
    }
}
