package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.RefusedImage;
import io.calotype.stage.messaging.StageWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** What the encoder does with a prompt: its own pack's it encodes, another's it hands on, the rest it refuses. */
@ApplicationScoped
class PromptWork implements StageWork {

    private static final Logger LOG = Logger.getLogger(PromptWork.class);

    private final PromptRouter router;
    private final PromptFanOut fanOut;
    private final Outbox outbox;

    PromptWork(StageConfig stage, EncoderConfig encoder, PromptFanOut fanOut, Outbox outbox) {
        var known = new TreeSet<>(stage.knownModels().orElse(List.of()));
        this.router = new PromptRouter(stage.model(), encoder.defaultModel().orElse(stage.model()), known);
        this.fanOut = fanOut;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Void> process(ReceivedRecord record) {
        var prompt = PromptReader.read(record);
        try {
            return process(prompt, record)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(because(failure, prompt)));
        } catch (RuntimeException e) {
            throw because(e, prompt);
        }
    }

    /** What a failure means for the prompt: only what is wrong inside this software is told by its class alone. */
    private static RuntimeException because(Throwable thrown, Prompt prompt) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof RefusedImage || failure instanceof GivenBack) {
            return (RuntimeException) failure;
        }
        if (failure instanceof Refusal refusal) {
            return refused(prompt, refusal.problem());
        }
        var detail = "the stage failed with " + failure.getClass().getSimpleName();
        var refused = refused(prompt, new Problem(ProblemType.INTERNAL, detail, null, null));
        refused.initCause(failure);
        return refused;
    }

    private CompletionStage<Void> process(Prompt prompt, ReceivedRecord record) {
        PromptRequested request = prompt.request();
        var promptId = request.origin().promptId();
        var elsewhere = router.elsewhere(request.parameters().model(), record.topic());
        if (elsewhere.isPresent()) {
            LOG.debugf("promptId=%s forwarded to model=%s", promptId, elsewhere.get());
            return outbox.publish(Topics.prompts(elsewhere.get()), promptId, prompt.event(), record.trace());
        }
        return fanOut.encode(request, record);
    }

    private static RuntimeException refused(Prompt prompt, Problem problem) {
        return PromptRefusal.of(prompt.event(), problem).toException();
    }
}
