package io.calotype.gateway.protection;

import io.calotype.gateway.problem.ApiFailure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;

/**
 * How many pictures are uploaded at a time.
 *
 * <p>Each holds one of the 200 threads that may block, for as long as its client likes; other requests need some of them too.
 */
@ApplicationScoped
class PictureUploads {

    private static final int MOST = 64;
    private static final int PRIORITY = 1;
    private static final String PATH = "/v1/inputs";

    private final Semaphore places = new Semaphore(MOST);
    private final ProblemAnswers answers;

    PictureUploads(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, PRIORITY);
    }

    private void limit(RoutingContext context) {
        if (!context.request().method().equals(HttpMethod.POST)
                || !context.normalizedPath().startsWith(PATH)) {
            context.next();
        } else if (places.tryAcquire()) {
            context.addEndHandler(ended -> places.release());
            context.next();
        } else {
            answers.send(context, ApiFailure.unavailable("too many pictures are being uploaded"));
        }
    }
}
