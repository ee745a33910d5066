package io.calotype.encoder.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.policy.PromptPolicy;
import io.calotype.encoder.policy.Verdict;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.ImageProtocol;
import io.calotype.stage.messaging.ImageWork;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Encodes a prompt for its own pack, if the deployment's policy allows it, forwards one for another pack, and refuses the rest. */
@ApplicationScoped
class PromptWork implements StageWork {

    private static final Logger LOG = Logger.getLogger(PromptWork.class);

    private final PromptRouter router;
    private final PromptFanOut fanOut;
    private final BranchedPrompts branched;
    private final OwnedPictures pictures;
    private final ImageProtocol protocol;
    private final Outbox outbox;
    private final OptionalInt upscale;
    private final PromptPolicy policy;

    PromptWork(
            PromptRouter router,
            PromptFanOut fanOut,
            BranchedPrompts branched,
            OwnedPictures pictures,
            ImageProtocol protocol,
            Outbox outbox,
            StageConfig config,
            PromptPolicy policy) {
        this.router = router;
        this.fanOut = fanOut;
        this.branched = branched;
        this.pictures = pictures;
        this.protocol = protocol;
        this.outbox = outbox;
        this.upscale = config.upscale();
        this.policy = policy;
    }

    @Override
    public CompletionStage<Outcome> process(Delivery delivery) {
        return process(delivery, Optional.empty());
    }

    /** Returns the same work on a prompt about which the policy was asked; empty if it has to be. */
    StageWork decided(Optional<Verdict> verdict) {
        return delivery -> process(delivery, verdict);
    }

    private CompletionStage<Outcome> process(Delivery delivery, Optional<Verdict> verdict) {
        var read = PromptReader.read(delivery.record());
        if (read instanceof RefusedPrompt refused) {
            return protocol.refuse(delivery, refused.images(), refused.refusal());
        }
        var prompt = (Prompt) read;
        try {
            return process(prompt, delivery, verdict);
        } catch (Refusal refusal) {
            return protocol.refuse(delivery, prompt.images(), refusal);
        }
    }

    private CompletionStage<Outcome> process(Prompt prompt, Delivery delivery, Optional<Verdict> verdict) {
        var record = delivery.record();
        var promptId = prompt.request().origin().promptId();
        var request = branched.resolve(prompt.request());
        var elsewhere = router.elsewhere(request.parameters().model(), record.topic());
        if (elsewhere.isPresent()) {
            outbox.requireUsable(Topics.prompts(elsewhere.get()));
            LOG.debugf("promptId=%s forwarded to model=%s", promptId, elsewhere.get());
            var topic = Topics.prompts(elsewhere.get());
            return protocol.make(
                    delivery, prompt.images(), all -> outbox.publish(topic, promptId, prompt.event(), record.trace()));
        }
        request.parameters().output().requireUpscaler(upscale);
        pictures.require(request);
        return protocol.work(delivery, prompt.images(), new PromptImages(request, record, verdict));
    }

    private final class PromptImages implements ImageWork {
        private final PromptRequested request;
        private final ReceivedRecord record;
        private final Optional<Verdict> verdict;

        PromptImages(PromptRequested request, ReceivedRecord record, Optional<Verdict> verdict) {
            this.request = request;
            this.record = record;
            this.verdict = verdict;
        }

        @Override
        public CompletionStage<Void> make(List<RequestedImage> open) {
            return verdict.isPresent() || !policy.isOn()
                    ? make(open, verdict)
                    : policy.decide(request, record.trace())
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .subscribeAsCompletionStage()
                            .thenCompose(decided -> make(open, decided));
        }

        private CompletionStage<Void> make(List<RequestedImage> open, Optional<Verdict> decided) {
            decided.ifPresent(Verdict::requireAllowed);
            return fanOut.encode(request, open, record);
        }

        @Override
        public void ended(RequestedImage image, ImageEnd end) {
            fanOut.discard(image);
        }
    }
}
