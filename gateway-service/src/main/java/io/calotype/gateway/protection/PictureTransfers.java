package io.calotype.gateway.protection;

import io.calotype.gateway.problem.ApiFailure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;

/**
 * Limits how many pictures are uploaded and downloaded at a time; more get 503.
 *
 * <p>Each occupies one of the 200 threads that may block, for as long as its client takes, and other requests need some too.
 */
@ApplicationScoped
class PictureTransfers {

    private static final int UPLOADS = 64;
    private static final int DOWNLOADS = 96;
    private static final int PRIORITY = 1;

    private final Semaphore uploads = new Semaphore(UPLOADS);
    private final Semaphore downloads = new Semaphore(DOWNLOADS);
    private final ProblemAnswers answers;

    PictureTransfers(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, PRIORITY);
    }

    private void limit(RoutingContext context) {
        var path = context.normalizedPath();
        var method = context.request().method();
        if (method.equals(HttpMethod.POST) && path.startsWith("/v1/inputs")) {
            enter(uploads, context);
        } else if (method.equals(HttpMethod.GET)
                && (path.startsWith("/v1/inputs/") || path.startsWith("/v1/images/"))) {
            enter(downloads, context);
        } else {
            context.next();
        }
    }

    private void enter(Semaphore places, RoutingContext context) {
        if (places.tryAcquire()) {
            context.addEndHandler(ended -> places.release());
            context.next();
        } else {
            answers.send(context, ApiFailure.unavailable("too many pictures are being transferred"));
        }
    }
}
