package io.calotype.gateway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.view.ImageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes the body of a webhook: the image as the API shows it, with its sender's metadata; never the prompt. */
@ApplicationScoped
class WebhookMessages {

    private final ObjectMapper json;

    WebhookMessages(ObjectMapper json) {
        this.json = json;
    }

    /** Returns the message about an image's end, {@code at} the time of its event. */
    WebhookMessage of(ImageOutcome outcome, WebhookUrl to, Instant at) {
        var body = json.createObjectNode().put("type", type(outcome)).put("timestamp", at.toString());
        body.set("data", data(outcome));
        try {
            return WebhookMessage.of(id(outcome), to, json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Receivers drop an id that they have seen; a conflict under an image's id is not that image's end. */
    private static String id(ImageOutcome outcome) {
        boolean conflict =
                outcome instanceof ImageFailed failed && failed.problem().type() == ProblemType.CONFLICT;
        return conflict ? outcome.id() + "/conflict" : outcome.id().toString();
    }

    private ObjectNode data(ImageOutcome outcome) {
        var origin = outcome.origin();
        var image =
                ImageView.of(origin.promptId(), new ImageSnapshot(outcome.id().index(), null, outcome));
        ObjectNode data = json.valueToTree(image);
        data.put("prompt_id", origin.promptId()).put("source", origin.source()).put("subject", origin.subject());
        data.set("metadata", origin.metadata());
        return data;
    }

    private static String type(ImageOutcome outcome) {
        if (outcome instanceof StoredImage) {
            return "image.completed";
        }
        return outcome instanceof ImageFailed ? "image.failed" : "image.cancelled";
    }
}
