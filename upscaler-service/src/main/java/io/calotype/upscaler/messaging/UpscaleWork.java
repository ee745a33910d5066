package io.calotype.upscaler.messaging;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.messaging.decision.CancelledPrompts;
import io.calotype.pictures.store.ImageStore;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.EndPublisher;
import io.calotype.stage.messaging.TensorWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/**
 * What the upscaler does with a drawn picture: it stores the picture and the enlarged one first, and proposes the image's end then.
 */
@ApplicationScoped
class UpscaleWork implements TensorWork {

    private final PictureMaker maker;
    private final ImageStore store;
    private final EndPublisher ends;
    private final CancelledPrompts cancelled;

    UpscaleWork(PictureMaker maker, ImageStore store, EndPublisher ends, CancelledPrompts cancelled) {
        this.maker = maker;
        this.store = store;
        this.ends = ends;
        this.cancelled = cancelled;
    }

    @Override
    public CompletionStage<Void> make(ImageTensors tensors, Delivery delivery) {
        var drawn = DecodedPicture.of(tensors);
        try {
            return end(drawn, delivery);
        } catch (Cancelled stopped) {
            var image = drawn.task().image();
            return end(
                    drawn,
                    image.cancelled(cancelled.reason(image.id(), image.origin().source())),
                    delivery);
        }
    }

    private CompletionStage<Void> end(DecodedPicture drawn, Delivery delivery) {
        var image = drawn.task().image();
        var made = maker.make(drawn, delivery, () -> {
            if (cancelled.contains(image.id(), image.origin().source())) {
                throw new Cancelled();
            }
        });
        return made.isEmpty()
                ? ends.conflict(drawn.task().image(), delivery.trace())
                : end(drawn, ImageEnd.of(made.get()), delivery);
    }

    private CompletionStage<Void> end(DecodedPicture drawn, ImageEnd end, Delivery delivery) {
        var task = drawn.task();
        return ends.end(task.image(), end, delivery.trace()).thenAccept(stands -> store.removeUnlessKept(task, stands));
    }

    /** Pictures that no end names belong to no image: their process died, or another one wrote them. */
    @Override
    public void ended(ImageTensors tensors, ImageEnd end) {
        store.removeUnlessKept(tensors.task(), end);
    }

    /** Nobody wants the picture any more. */
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("the image is cancelled", null, false, false);
        }
    }
}
