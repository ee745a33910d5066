package io.calotype.encoder.policy;

import io.calotype.encoder.policy.PolicyAnswer.Wrong;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Posts questions to the policy service: no redirect is followed, and of an answer at most {@value PolicyCall#MOST_BYTES} bytes are read. */
final class PolicyClient implements AutoCloseable {

    private static final int OK = 200;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
    private static final int RETRIES = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int LONGEST_HEADERS = 8_192;

    private final HttpClient http;
    private final io.vertx.core.Context loop;
    private final PolicySettings settings;

    /** Called on a thread that is none of Vert.x's. */
    PolicyClient(Vertx vertx, HttpClientOptions options, PolicySettings settings) {
        this.http = vertx.createHttpClient(options);
        this.loop = vertx.getOrCreateContext();
        this.settings = settings;
    }

    static HttpClientOptions options(PolicySettings settings) {
        return new HttpClientOptions()
                .setMaxPoolSize(settings.concurrency())
                .setVerifyHost(true)
                .setMaxHeaderSize(LONGEST_HEADERS);
    }

    /**
     * Asks once, and again where the service was not reached or says that it is busy, for as long as there is time.
     *
     * @return fails with {@link Wrong}, {@link TimeoutException} or what became of the connection
     */
    Uni<Verdict> ask(PolicyQuestion question, Context trace) {
        var body = Buffer.buffer(question.json());
        return Uni.createFrom()
                .deferred(() -> attempt(body, trace))
                .onFailure(failure -> !(failure instanceof Wrong))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(RETRIES)
                .ifNoItem()
                .after(settings.timeout())
                .failWith(() -> new TimeoutException("no answer within " + settings.timeout()));
    }

    private Uni<Verdict> attempt(Buffer body, Context trace) {
        RequestOptions request;
        try {
            request = request(trace);
        } catch (IOException noToken) {
            return Uni.createFrom().failure(new Wrong("there is no token to ask with"));
        }
        return Uni.createFrom()
                .<PolicyCall.Answer>emitter(emitter -> new PolicyCall(http, emitter).send(request, body, loop))
                .map(PolicyClient::verdict);
    }

    private RequestOptions request(Context trace) throws IOException {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.url().toASCIIString())
                .setFollowRedirects(false)
                .setConnectTimeout(settings.timeout().toMillis())
                .putHeader("content-type", "application/json")
                .putHeader("accept", "application/json")
                .putHeader("user-agent", "calotype");
        settings.token().get().ifPresent(token -> request.putHeader("authorization", "Bearer " + token));
        W3CTraceContextPropagator.getInstance()
                .inject(trace, request, (carrier, name, value) -> request.putHeader(name, value));
        return request;
    }

    private static Verdict verdict(PolicyCall.Answer answer) {
        if (answer.status() == OK) {
            return PolicyAnswer.parse(answer.body().getBytes());
        }
        throw BUSY.contains(answer.status())
                ? new Busy(answer.status())
                : new Wrong("its status is " + answer.status());
    }

    /** The service asks for a later try. */
    private static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Busy(int status) {
            super("its status is " + status, null, false, false);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
