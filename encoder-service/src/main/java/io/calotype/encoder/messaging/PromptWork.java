package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.lifecycle.GivenBack;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.ReceivedRecord;
import io.calotype.stage.messaging.RefusedImage;
import io.calotype.stage.messaging.StageWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeSet;
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
            return process(prompt, record);
        } catch (Refusal refusal) {
            throw refused(prompt, refusal.problem());
        } catch (RefusedImage | GivenBack asItIs) {
            throw asItIs;
        } catch (RuntimeException e) {
            var detail = "the stage failed with " + e.getClass().getSimpleName();
            var refused = refused(prompt, new Problem(ProblemType.INTERNAL, detail, null, null));
            refused.initCause(e);
            throw refused;
        }
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
