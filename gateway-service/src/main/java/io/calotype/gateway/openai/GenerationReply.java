package io.calotype.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.StoredImage;
import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.openai.GenerationRequest.ResponseForm;
import io.calotype.gateway.picture.AnsweredPictures;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.problem.OpenAiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request for pictures is answered with. */
@ApplicationScoped
class GenerationReply {

    private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ImageEvents events;
    private final AnsweredPictures pictures;
    private final ObjectMapper json;
    private final GatewayConfig config;

    GenerationReply(ImageEvents events, AnsweredPictures pictures, ObjectMapper json, GatewayConfig config) {
        this.events = events;
        this.pictures = pictures;
        this.json = json;
        this.config = config;
    }

    /** Events as they come, up to the last picture; cancels when the client disconnects. */
    Reply events(PromptEntry entry, GenerationRequest request, ImageEvent.Task task, Runnable clientGone) {
        var frames = events.of(entry, task, request.partialImages())
                .map(event -> event.map(this::frame).orElse(SIGN_OF_LIFE))
                .onCancellation()
                .invoke(clientGone);
        var opening = Multi.createFrom().item(SIGN_OF_LIFE);
        return new Reply(200, Reply.EVENTS, Multi.createBy().concatenating().streams(opening, frames));
    }

    /** All pictures at once, when they are there. */
    Uni<Reply> whole(PromptEntry entry, GenerationRequest request, URI base) {
        return entry.ended()
                .ifNoItem()
                .after(config.generationTimeout())
                .failWith(() -> ApiFailure.of(HttpProblem.TIMEOUT, "the pictures took too long"))
                .map(prompt -> failure(prompt)
                        .map(failed -> reply(OpenAiError.status(failed), OpenAiError.of(failed)))
                        .orElseGet(() -> generated(prompt, request, base)));
    }

    /** Tells whether a request failed because its pictures took too long. */
    static boolean isTimeout(Throwable failure) {
        return failure instanceof ApiFailure api && api.problem() == HttpProblem.TIMEOUT;
    }

    private static Optional<ImageOutcome> failure(PromptSnapshot prompt) {
        return prompt.images().stream()
                .map(ImageSnapshot::end)
                .filter(Objects::nonNull)
                .filter(end -> !(end instanceof StoredImage))
                .findFirst();
    }

    private Reply generated(PromptSnapshot prompt, GenerationRequest request, URI base) {
        var stored = prompt.images().stream()
                .map(image -> (StoredImage) Objects.requireNonNull(image.end()))
                .toList();
        var first = stored.get(0);
        var tokens = prompt.tokens();
        var around = new Generated(
                prompt.createdAt().getEpochSecond(),
                List.of(),
                Generated.format(first),
                Generated.size(first),
                Generated.Usage.ofText(tokens == null ? 0 : tokens.size()));
        if (request.form() != ResponseForm.URL) {
            stored.forEach(pictures::requireStored);
        }
        var body = new GeneratedBody(around, stored, image -> generated(image, request.form(), base));
        return new Reply(200, Reply.JSON, body.written(this::write));
    }

    private Generated.Image generated(StoredImage image, @Nullable ResponseForm form, URI base) {
        return new Generated.Image(
                form == ResponseForm.URL ? null : pictures.base64(image),
                form == ResponseForm.B64_JSON ? null : pictures.url(image.id(), base));
    }

    private Reply reply(int status, Object body) {
        return new Reply(status, Reply.JSON, Multi.createFrom().item(write(body).getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] frame(Object event) {
        var name = event instanceof ImageEvent image ? image.type() : "error";
        return ("event: " + name + "\ndata: " + write(event) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
