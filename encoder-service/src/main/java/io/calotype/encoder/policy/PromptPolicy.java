package io.calotype.encoder.policy;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.encoder.policy.PolicyAnswer.Wrong;
import io.calotype.encoder.policy.Verdict.By;
import io.calotype.messaging.tenant.Tenants;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Asks the operator's policy service about prompts, if there is one.
 *
 * <p>A prompt that is processed again is asked about again. What the service does not decide, the operator's default does.
 */
public final class PromptPolicy implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PromptPolicy.class);

    private final Optional<Service> service;
    private final Tenants tenants;
    private final String model;

    /** The service and what belongs to asking it. */
    record Service(PolicyClient client, PolicySettings settings, Outage outage, PolicyMetrics metrics, Tracer tracer) {}

    PromptPolicy(Optional<Service> service, Tenants tenants, String model) {
        this.service = service;
        this.tenants = tenants;
        this.model = model;
    }

    /** Returns whether prompts are asked about, those of some tenants left out. */
    public boolean isOn() {
        return service.isPresent();
    }

    /** Returns how many questions may be open at a time, at least 1. */
    public int concurrency() {
        return service.map(asked -> asked.settings().concurrency()).orElse(1);
    }

    /**
     * Decides about a prompt, within {@code calotype.encoder.prompt-policy.timeout}.
     *
     * @param request with its text, a branch's parent's included
     * @return empty where nobody is asked; never fails
     */
    public Uni<Optional<Verdict>> decide(PromptRequested request, Context trace) {
        return service.map(asked -> decide(asked, request, trace).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Verdict> decide(Service asked, PromptRequested request, Context trace) {
        long start = System.nanoTime();
        var span = asked.tracer()
                .spanBuilder("prompt policy")
                .setSpanKind(SpanKind.CLIENT)
                .setParent(trace)
                .startSpan();
        return answer(asked, request, trace.with(span))
                .invoke(verdict -> {
                    asked.metrics().count(verdict, Duration.ofNanos(System.nanoTime() - start));
                    note(span, verdict);
                    LOG.debugf(
                            "promptId=%s allowed=%s by=%s",
                            request.origin().promptId(),
                            verdict.isAllowed(),
                            verdict.by().label());
                })
                .onTermination()
                .invoke(span::end);
    }

    private static void note(Span span, Verdict verdict) {
        span.setAttribute("calotype.policy.decision", verdict.isAllowed() ? "allow" : "refuse");
        span.setAttribute("calotype.policy.by", verdict.by().label());
    }

    private Uni<Verdict> answer(Service asked, PromptRequested request, Context trace) {
        var source = request.origin().source();
        if (!tenants.asksPromptPolicy(source)) {
            return Uni.createFrom().item(new Verdict(true, By.TENANT, null));
        }
        if (!asked.outage().mayAsk()) {
            return Uni.createFrom().item(undecided(asked, By.OUTAGE));
        }
        long began = asked.outage().now();
        return asked.client()
                .ask(new PolicyQuestion(request, tenants.given(source), model), trace)
                .invoke(() -> answered(asked))
                .onFailure()
                .recoverWithItem(failure -> undecided(asked, failure, began));
    }

    private static void answered(Service asked) {
        if (asked.outage().answered()) {
            LOG.infof("the prompt policy answers again");
        }
    }

    /** A failure's message may have an address in it, and nothing of the prompt or the token. */
    private static Verdict undecided(Service asked, Throwable failure, long began) {
        if (failure instanceof Wrong wrong) {
            asked.outage().answered();
            LOG.warnf("the prompt policy's answer is no decision: %s", wrong.getMessage());
            return undecided(asked, By.WRONG_ANSWER);
        }
        LOG.debugf("the prompt policy does not answer: %s", failure.getMessage());
        if (asked.outage().failed(began)) {
            LOG.warnf(
                    "the prompt policy does not answer (%s); until it does, prompts are %s",
                    failure.getMessage(), asked.settings().allowsUndecided() ? "drawn" : "refused");
        }
        return undecided(asked, failure instanceof TimeoutException ? By.TIMEOUT : By.UNREACHABLE);
    }

    private static Verdict undecided(Service asked, By by) {
        return new Verdict(asked.settings().allowsUndecided(), by, null);
    }

    @Override
    public void close() {
        service.ifPresent(asked -> asked.client().close());
    }
}
