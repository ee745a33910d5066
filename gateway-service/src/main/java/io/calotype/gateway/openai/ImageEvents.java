package io.calotype.gateway.openai;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.StoredImage;
import io.calotype.gateway.book.Happening;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.picture.AnsweredPictures;
import io.calotype.gateway.problem.OpenAiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What happens to a prompt as the events that OpenAI's clients know. */
@ApplicationScoped
class ImageEvents {

    /** Something that is sent, or something that is not; empty as well when nothing happened for a while. */
    private record Turn(Optional<Object> event, boolean last) {}

    private static final Logger LOG = Logger.getLogger(ImageEvents.class);

    private final AnsweredPictures pictures;
    private final GatewayConfig config;

    ImageEvents(AnsweredPictures pictures, GatewayConfig config) {
        this.pictures = pictures;
        this.config = config;
    }

    /**
     * The events of a prompt, to its end.
     *
     * @return {@link ImageEvent}s, an {@link OpenAiError} as the last where an image fails, and empty where nothing but a sign of
     *     life is due
     */
    Multi<Optional<Object>> of(PromptEntry entry, ImageEvent.Task task, int partialImages) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Reader(entry, task, new PartialImages(partialImages)), Reader::next)
                .whilst(turn -> !turn.last())
                .map(Turn::event)
                .onFailure()
                .invoke(failure -> LOG.error("a stream of pictures failed", failure))
                .onFailure()
                .recoverWithItem(Optional.of(OpenAiError.of(500, "the gateway failed", null, "internal")));
    }

    /** One client's position in the events; like the native reader it holds no events. */
    private final class Reader {
        private final PromptEntry entry;
        private final ImageEvent.Task task;
        private final PartialImages partialImages;
        private int place;
        private int ends;

        Reader(PromptEntry entry, ImageEvent.Task task, PartialImages partialImages) {
            this.entry = entry;
            this.task = task;
            this.partialImages = partialImages;
        }

        Uni<Turn> next() {
            for (var next = entry.from(place); next.isPresent(); next = entry.from(place)) {
                place = next.get().place() + 1;
                var turn = turn(next.get().happening());
                if (turn.isPresent()) {
                    return Uni.createFrom().item(turn.get());
                }
            }
            return entry.beyond(place)
                    .ifNoItem()
                    .after(config.heartbeat())
                    .recoverWithItem(false)
                    .chain(more -> more ? next() : Uni.createFrom().item(new Turn(Optional.empty(), false)));
        }

        private Optional<Turn> turn(Happening happening) {
            if (happening instanceof Happening.End end) {
                ends++;
                return Optional.of(ended(end.outcome()));
            }
            var step = (Happening.Step) happening;
            int index = partialImages.take(step);
            return index < 0 ? Optional.empty() : Optional.of(new Turn(Optional.of(partial(step, index)), false));
        }

        private Turn ended(ImageOutcome outcome) {
            if (outcome instanceof StoredImage image) {
                var snapshot = entry.snapshot();
                var usage = Generated.Usage.ofText(
                        snapshot.tokens() == null ? 0 : snapshot.tokens().size());
                var event = ImageEvent.completed(
                        task, pictures.base64(image), now(), Generated.size(image), Generated.format(image), usage);
                return new Turn(Optional.of(event), ends >= snapshot.images().size());
            }
            return new Turn(Optional.of(OpenAiError.of(outcome)), true);
        }

        private ImageEvent partial(Happening.Step step, int index) {
            var url = String.valueOf(step.preview());
            var base64 = url.substring(url.indexOf(',') + 1);
            var format = url.substring(url.indexOf('/') + 1, url.indexOf(';'));
            var parameters = entry.snapshot().request();
            var width =
                    parameters == null ? null : parameters.parameters().output().width();
            var height =
                    parameters == null ? null : parameters.parameters().output().height();
            var size = width == null || height == null ? "auto" : width + "x" + height;
            return ImageEvent.partial(task, base64, now(), size, format, index);
        }

        private static long now() {
            return Instant.now().getEpochSecond();
        }
    }
}
