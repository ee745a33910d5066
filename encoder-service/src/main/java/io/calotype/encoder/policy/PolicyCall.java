package io.calotype.encoder.policy;

import io.calotype.encoder.policy.PolicyAnswer.Wrong;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** One request, which ends with an answer, a failure, or when nobody waits for it any more. */
final class PolicyCall {

    static final int MOST_BYTES = 8_192;

    /** The status and the whole body of an answer. */
    record Answer(int status, Buffer body) {}

    private final HttpClient http;
    private final UniEmitter<? super Answer> emitter;
    private final Buffer read = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private boolean ended;

    PolicyCall(HttpClient http, UniEmitter<? super Answer> emitter) {
        this.http = http;
        this.emitter = emitter;
    }

    /**
     * Sends it.
     *
     * @param loop on which all of it happens, so that no part of the answer is there before anybody reads it
     */
    void send(RequestOptions options, Buffer body, Context loop) {
        emitter.onTermination(this::abandon);
        loop.runOnContext(begun -> http.request(options)
                .compose(opened -> begin(opened).send(body))
                .onSuccess(this::read)
                .onFailure(this::fail));
    }

    private synchronized HttpClientRequest begin(HttpClientRequest opened) {
        request = opened.exceptionHandler(this::fail);
        if (ended) {
            opened.reset();
        }
        return opened;
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(this::fail)
                .handler(part -> {
                    if (read.length() + part.length() > MOST_BYTES) {
                        fail(new Wrong("it is longer than " + MOST_BYTES + " bytes"));
                        response.request().reset();
                    } else {
                        read.appendBuffer(part);
                    }
                })
                .endHandler(end -> {
                    synchronized (this) {
                        ended = true;
                    }
                    emitter.complete(new Answer(response.statusCode(), read));
                });
    }

    private void fail(Throwable failure) {
        synchronized (this) {
            ended = true;
        }
        emitter.fail(failure);
    }

    /** Called when the call has ended, too: its connection is another's by then. */
    private synchronized void abandon() {
        if (!ended && request != null) {
            request.reset();
        }
        ended = true;
    }
}
