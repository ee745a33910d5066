package io.calotype.gateway.meaning;

import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.StoredPictures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a queried picture shows, to each model that can compare it. */
@ApplicationScoped
public class ShownMeanings {

    private static final Logger LOG = Logger.getLogger(ShownMeanings.class);

    /** What one model says: an embedding, or why there is none. */
    private record Said(
            String model,
            @Nullable UnitVector shown,
            @Nullable Throwable failure) {}

    private final PromptBook book;
    private final Meanings meanings;
    private final StoredPictures store;

    ShownMeanings(PromptBook book, Meanings meanings, StoredPictures store) {
        this.book = book;
        this.meanings = meanings;
        this.store = store;
    }

    /**
     * Returns the picture's embeddings by model, on a worker thread: for an image that of the model that drew it, for an upload those
     * of all models that have an image encoder.
     *
     * <p>Fails with {@link Refusal} for an upload that is no picture, and with {@link ApiFailure} for a picture that is not known or not
     * the caller's, and where no model can say it.
     */
    public Uni<Map<String, UnitVector>> of(QueriedPicture picture, Collection<String> models, Caller caller) {
        if (picture.upload() != null) {
            var upload = picture.upload();
            return Uni.createFrom()
                    .item(() -> requireThere(upload))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .flatMap(there -> ofUpload(picture, there, models));
        }
        var stored = Optional.ofNullable(picture.image())
                .flatMap(book::picture)
                .filter(drawn -> caller.owns(drawn.origin().source()))
                .orElseThrow(() -> ApiFailure.notFound("there is no picture " + picture.image()));
        return shown(stored).map(shown -> Map.of(stored.model(), shown));
    }

    private PictureReference requireThere(PictureReference upload) {
        if (!store.exists(upload.objectKey())) {
            throw ApiFailure.notFound("there is no picture " + upload.objectKey());
        }
        return upload;
    }

    /** An older event does not say what its picture shows: then the encoder looks at it. */
    private Uni<UnitVector> shown(StoredImage stored) {
        return stored.shown() == null
                ? meanings.shown(
                        stored.model(), new PictureReference(stored.picture().key()))
                : Uni.createFrom().item(stored.shown().embedding());
    }

    private Uni<Map<String, UnitVector>> ofUpload(
            QueriedPicture picture, PictureReference upload, Collection<String> models) {
        return Multi.createFrom()
                .iterable(models)
                .onItem()
                .transformToUniAndMerge(model -> meanings.shown(model, upload)
                        .map(shown -> new Said(model, shown, null))
                        .onFailure(ShownMeanings::isAnswer)
                        .recoverWithItem(failure -> new Said(model, null, failure)))
                .collect()
                .asList()
                .map(said -> byModel(picture, said));
    }

    private static Map<String, UnitVector> byModel(QueriedPicture picture, Collection<Said> said) {
        var shown = new HashMap<String, UnitVector>();
        for (var one : said) {
            if (one.shown() != null) {
                shown.put(one.model(), one.shown());
            } else {
                LOG.debugf("model=%s left out of a search: %s", one.model(), one.failure());
            }
        }
        if (shown.isEmpty() && !said.isEmpty()) {
            throw reason(picture, said);
        }
        return shown;
    }

    private static boolean isAnswer(Throwable failure) {
        return failure instanceof Refusal || failure instanceof ApiFailure;
    }

    /** What is wrong with the picture, if any model says so; else that none can say anything. */
    private static RuntimeException reason(QueriedPicture picture, Collection<Said> said) {
        return said.stream()
                .map(Said::failure)
                .filter(Refusal.class::isInstance)
                .map(Refusal.class::cast)
                .filter(refusal -> refusal.problem().type() != ProblemType.UNSUPPORTED)
                .findFirst()
                .<RuntimeException>map(
                        refusal -> picture.refused(refusal.problem().detail()))
                .orElseGet(() -> ApiFailure.unavailable("no image encoder answers what the picture shows"));
    }
}
