package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.UnreadableRecord;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Refuses prompts: each requested image fails, as far as the prompt's id and their number can be read. */
final class PromptRefusal {

    private static final ObjectMapper LENIENT = new ObjectMapper(new JsonFactory());

    private PromptRefusal() {}

    /** Refuses an event whose id can be a prompt's. */
    static RefusedPrompt of(CloudEvent event, Refusal refusal) {
        var data = event.getData();
        var bytes = data == null ? new byte[0] : data.toBytes();
        var images = Events.originOf(event).map(origin -> images(origin, bytes, count(json(bytes))));
        return refused(images, refusal);
    }

    /** Refuses a record whose value is not the JSON of an event. */
    static RefusedPrompt of(ReceivedRecord record, Refusal refusal) {
        var json = json(record.value());
        var read = statedId(record, json)
                .or(() -> Optional.ofNullable(record.key()))
                .filter(ImageId::isPromptId);
        var id = refusal.problem().type() == ProblemType.MALFORMED_EVENT
                ? read
                : read.or(() -> Optional.of(record.promptId()));
        var count = count(json.has("specversion") ? json.path("data") : json);
        var images = id.map(known -> Origin.of(known, PromptReader.source(record)))
                .map(origin -> images(origin, record.value(), count));
        return refused(images, refusal);
    }

    /** Only a record that cannot be parsed, or that names no image, becomes a dead letter. */
    private static RefusedPrompt refused(Optional<List<RequestedImage>> images, Refusal refusal) {
        if (refusal.problem().type() == ProblemType.MALFORMED_EVENT || images.isEmpty()) {
            throw new UnreadableRecord(refusal.problem(), images.orElse(List.of()));
        }
        return new RefusedPrompt(images.get(), refusal);
    }

    private static List<RequestedImage> images(Origin origin, byte[] request, int count) {
        var digest = RequestDigest.of(origin.source(), request);
        return IntStream.range(0, count)
                .mapToObj(index -> new RequestedImage(new ImageId(origin.promptId(), index), origin, digest))
                .toList();
    }

    /** The number of images in a refused request; 1 if it cannot be read. */
    private static int count(JsonNode parameters) {
        var n = parameters.path("n");
        boolean valid = n.isInt() && n.intValue() >= Limits.MIN_N && n.intValue() <= Limits.MAX_N;
        return valid ? n.intValue() : 1;
    }

    /** The id that an event refused as a whole states, such as one with a field twice. */
    private static Optional<String> statedId(ReceivedRecord record, JsonNode json) {
        var header = record.headers().lastHeader("ce_id");
        if (header != null && header.value() != null) {
            return Optional.of(new String(header.value(), UTF_8));
        }
        return Optional.of(json.path("id").asText()).filter(id -> json.has("specversion"));
    }

    private static JsonNode json(byte[] value) {
        try {
            return value.length > Limits.MAX_EVENT_BYTES ? MissingNode.getInstance() : LENIENT.readTree(value);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
