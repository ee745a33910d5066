package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every JSON event as a CloudEvent, and back.
 *
 * <p>All readers throw a {@link Refusal} that names what is wrong, never a text of the sender.
 */
public final class Events {
    /** The CloudEvents source of all events that the pipeline itself writes. */
    public static final String SOURCE = Owners.PIPELINE;
    /** The media type of JSON data. */
    public static final String JSON = "application/json";
    /** The media type of tensor data. */
    public static final String SAFETENSORS = "application/vnd.safetensors";

    private Events() {}

    /** Returns a prompt event as its sender would write it. */
    public static CloudEvent of(PromptRequested event) {
        var origin = event.origin();
        return builder(EventTypes.PROMPT_REQUESTED, origin.promptId(), origin.subject(), PromptJson.write(event))
                .withSource(URI.create(origin.source()))
                .build();
    }

    /** Returns the event that cancels, pauses or resumes a prompt. */
    public static CloudEvent of(PromptDecision event) {
        return PromptDecisionJson.write(event);
    }

    /** Returns the event that asks for an erasure. */
    public static CloudEvent of(ErasureRequested event) {
        return ErasureJson.write(event);
    }

    /** Returns the terminal event of a stored picture. */
    public static CloudEvent of(ImageCompleted event) {
        return terminal(
                EventTypes.IMAGE_COMPLETED, event.task().id(), event.task().origin(), ImageJson.write(event));
    }

    /** Returns the terminal event of an image that failed. */
    public static CloudEvent of(ImageFailed event) {
        return terminal(EventTypes.IMAGE_FAILED, event.id(), event.origin(), ImageJson.write(event));
    }

    /** Returns the terminal event of an image that was cancelled. */
    public static CloudEvent of(ImageCancelled event) {
        return terminal(EventTypes.IMAGE_CANCELLED, event.id(), event.origin(), ImageJson.write(event));
    }

    /** Returns a progress event; its id is the image's with stage and step. */
    public static CloudEvent of(ImageProgress event) {
        var id = event.id() + "/" + event.stage().jsonName() + "/" + event.step();
        var subject = subject(event.id(), event.origin());
        return builder(EventTypes.IMAGE_PROGRESS, id, subject, ImageJson.write(event))
                .build();
    }

    /** Returns the request for an embedding. */
    public static CloudEvent of(EmbeddingQuestion event) {
        return event instanceof PictureRequested picture
                ? embedding(EventTypes.PICTURE_REQUESTED, event.id(), PictureQuestionJson.write(picture))
                : embedding(EventTypes.TEXT_REQUESTED, event.id(), TextJson.write((TextRequested) event));
    }

    /** Returns the answer to that request. */
    public static CloudEvent of(EmbeddingAnswer event) {
        return event instanceof PictureEmbedded picture
                ? embedding(EventTypes.PICTURE_EMBEDDED, event.id(), PictureQuestionJson.write(picture))
                : embedding(EventTypes.TEXT_EMBEDDED, event.id(), TextJson.write((TextEmbedded) event));
    }

    /** Returns a problem as the JSON of RFC 9457. */
    public static ObjectNode write(Problem problem) {
        return ProblemJson.write(problem);
    }

    /** Reads a prompt event; the prompt's id is the event's. */
    public static PromptRequested promptRequested(CloudEvent event) {
        var fields = EventData.of(event, EventTypes.PROMPT_REQUESTED);
        var parameters = PromptParameters.read(fields);
        var origin = OriginJson.read(event, fields);
        var deadline = DeadlineJson.read(event, fields);
        fields.refuseOthers();
        return new PromptRequested(origin, parameters, deadline);
    }

    /**
     * Reads a prompt that came as a bare JSON object.
     *
     * @param derivedId the id it gets: the record's key, or one made of its topic, partition and offset
     */
    public static PromptRequested promptRequested(byte[] json, String derivedId, String source) {
        var bare = new Envelope.Bare(EventTypes.PROMPT_REQUESTED, derivedId, source);
        return promptRequested(Envelope.read(Map.of(), json, bare));
    }

    /** Returns who sent a prompt event, as far as it can be read, even if the event is refused for the rest. */
    public static Optional<Origin> originOf(CloudEvent event) {
        if (!ImageId.isPromptId(event.getId())) {
            return Optional.empty();
        }
        try {
            return Optional.of(OriginJson.read(event, EventData.of(event)));
        } catch (Refusal withData) {
            return Optional.of(OriginJson.readWithoutData(event));
        }
    }

    /** Reads what was decided about a prompt. */
    public static PromptDecision promptDecision(CloudEvent event) {
        return PromptDecisionJson.read(event);
    }

    /** Reads what is to be erased, and for whom. */
    public static ErasureRequested erasureRequested(CloudEvent event) {
        return ErasureJson.read(event);
    }

    /** Reads a cancelled image. */
    public static ImageCancelled imageCancelled(CloudEvent event) {
        return ImageJson.readCancelled(EventData.of(event, EventTypes.IMAGE_CANCELLED));
    }

    /** Reads a progress event. */
    public static ImageProgress imageProgress(CloudEvent event) {
        return ImageJson.readProgress(EventData.of(event, EventTypes.IMAGE_PROGRESS));
    }

    /** Reads a request for an embedding. */
    public static EmbeddingQuestion embeddingQuestion(CloudEvent event) {
        return event.getType().equals(EventTypes.PICTURE_REQUESTED)
                ? PictureQuestionJson.readRequested(EventData.of(event))
                : TextJson.readRequested(EventData.of(event, EventTypes.TEXT_REQUESTED));
    }

    /** Reads the answer to such a request. */
    public static EmbeddingAnswer embeddingAnswer(CloudEvent event) {
        return event.getType().equals(EventTypes.PICTURE_EMBEDDED)
                ? PictureQuestionJson.readEmbedded(EventData.of(event))
                : TextJson.readEmbedded(EventData.of(event, EventTypes.TEXT_EMBEDDED));
    }

    /** Reads a terminal event. */
    public static ImageOutcome imageOutcome(CloudEvent event) {
        return switch (event.getType()) {
            case EventTypes.IMAGE_COMPLETED -> ImageJson.readCompleted(EventData.of(event));
            case EventTypes.IMAGE_FAILED -> ImageJson.readFailed(EventData.of(event));
            case EventTypes.IMAGE_CANCELLED -> ImageJson.readCancelled(EventData.of(event));
            default -> throw Refusal.of(ProblemType.UNSUPPORTED, "type", "the event is not an image's last");
        };
    }

    private static CloudEvent embedding(String type, String id, ObjectNode data) {
        return builder(type, id, id, data).build();
    }

    private static CloudEvent terminal(String type, ImageId id, Origin origin, ObjectNode data) {
        return builder(type, id.toString(), subject(id, origin), data).build();
    }

    static String subject(ImageId id, Origin origin) {
        return Objects.requireNonNullElse(origin.subject(), id.toString());
    }

    static CloudEventBuilder builder(String type, String id, @Nullable String subject, ObjectNode data) {
        var builder = CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(SOURCE))
                .withType(type)
                .withData(JSON, StrictJson.write(data));
        return subject == null ? builder : builder.withSubject(subject);
    }
}
