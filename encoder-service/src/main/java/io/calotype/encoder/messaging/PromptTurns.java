package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.encoder.backlog.HeldPrompt;
import io.calotype.encoder.backlog.HeldPrompts;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.Intake;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.UnreadableRecord;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Has prompts wait for their tenants' turns, but for those that name another pack or are refused at once. */
@ApplicationScoped
class PromptTurns {

    private static final Logger LOG = Logger.getLogger(PromptTurns.class);
    private static final int RECORD_OVERHEAD = 1024;

    private final Intake intake;
    private final PromptWork work;
    private final AskedPrompts asked;
    private final PromptRouter router;
    private final HeldPrompts held;
    private final Tenants tenants;
    private final ModelPack pack;

    PromptTurns(
            Intake intake,
            PromptWork work,
            AskedPrompts asked,
            PromptRouter router,
            HeldPrompts held,
            Tenants tenants,
            ModelPack pack) {
        this.intake = intake;
        this.work = work;
        this.asked = asked;
        this.router = router;
        this.held = held;
        this.tenants = tenants;
        this.pack = pack;
    }

    /** Completes when the next record may be read. */
    CompletionStage<Void> admit(Message<byte[]> message) {
        if (!held.isOn() && !asked.areOn()) {
            return intake.admit(message, work);
        }
        var record = ReceivedRecord.of(message);
        return CompletableFuture.supplyAsync(() -> request(record), Infrastructure.getDefaultWorkerPool())
                .thenCompose(request -> request.map(one -> held.isOn()
                                ? held.hold(new Turn(message, one, record).prompt)
                                : asked.admit(message, one, record, decided -> decided))
                        .orElseGet(() -> intake.admit(message, work)));
    }

    /** What is refused, forwarded or unreadable waits for nobody. */
    private Optional<PromptRequested> request(ReceivedRecord record) {
        try {
            return PromptReader.read(record) instanceof Prompt prompt
                            && router.elsewhere(prompt.request().parameters().model(), record.topic())
                                    .isEmpty()
                    ? Optional.of(prompt.request())
                    : Optional.empty();
        } catch (Refusal | UnreadableRecord refused) {
            return Optional.empty();
        }
    }

    private final class Turn {
        private final Message<byte[]> message;
        private final PromptRequested request;
        private final ReceivedRecord record;
        private final HeldPrompt prompt;

        Turn(Message<byte[]> message, PromptRequested request, ReceivedRecord record) {
            this.message = message;
            this.request = request;
            this.record = record;
            var source = request.origin().source();
            int images = request.parameters().output().n();
            var spec = spec(request);
            this.prompt = new HeldPrompt(
                    tenants.of(source),
                    tenants.weight(source),
                    request.parameters().priority(),
                    images,
                    images * spec.map(GenerationSpec::work).orElse(0L),
                    images * spec.map(GenerationSpec::megapixelSteps).orElse(0.0),
                    RECORD_OVERHEAD + record.value().length,
                    new TopicPartition(record.topic(), record.partition()),
                    this::release);
        }

        /** What cannot be told is refused later. */
        private Optional<GenerationSpec> spec(PromptRequested request) {
            try {
                var first = new ImageId(request.origin().promptId(), 0);
                return Optional.of(request.parameters().withoutModel().resolve(pack.defaults(), first));
            } catch (Refusal refused) {
                return Optional.empty();
            }
        }

        private void release() {
            asked.admit(message, request, record, this::noted)
                    .whenComplete((admitted, failure) -> LOG.tracef("a prompt of %s goes on", prompt.tenant()));
        }

        private StageWork noted(StageWork decided) {
            return new StageWork() {
                @Override
                public CompletionStage<Outcome> process(Delivery delivery) {
                    return decided.process(delivery);
                }

                @Override
                public void ended() {
                    held.worked(prompt);
                }
            };
        }
    }
}
