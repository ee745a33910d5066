package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.RefusedImage;
import io.calotype.stage.messaging.UnreadableRecord;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * A prompt that will have no pictures: it fails as its image 0.
 *
 * @param origin who is told, if an id could be read
 */
record PromptRefusal(Optional<Origin> origin, Problem problem) {

    static final String STAGE = "encode";

    private static final ObjectMapper LENIENT = new ObjectMapper(new JsonFactory());

    /** Refuses an event whose id can be a prompt's. */
    static PromptRefusal of(CloudEvent event, Problem problem) {
        return new PromptRefusal(Events.originOf(event), problem);
    }

    /** Refuses a record whose value is not the JSON of an event. */
    static PromptRefusal of(ReceivedRecord record, Problem problem) {
        var read = statedId(record).or(() -> Optional.ofNullable(record.key())).filter(ImageId::isPromptId);
        var id = problem.type() == ProblemType.MALFORMED_EVENT ? read : read.or(() -> Optional.of(record.promptId()));
        return new PromptRefusal(id.map(known -> Origin.of(known, PromptReader.source(record))), problem);
    }

    /** Returns what the stage is to do: only what nobody can parse becomes a dead letter. */
    RuntimeException toException() {
        var failed = origin.map(known -> new ImageFailed(new ImageId(known.promptId(), 0), known, problem.in(STAGE)));
        return problem.type() == ProblemType.MALFORMED_EVENT || failed.isEmpty()
                ? new UnreadableRecord(problem.detail(), failed.orElse(null))
                : new RefusedImage(failed.get());
    }

    /** The id that an event refused as a whole states, such as one with a field twice. */
    private static Optional<String> statedId(ReceivedRecord record) {
        var header = record.headers().lastHeader("ce_id");
        if (header != null && header.value() != null) {
            return Optional.of(new String(header.value(), UTF_8));
        }
        if (record.value().length > Limits.MAX_EVENT_BYTES) {
            return Optional.empty();
        }
        try {
            var json = LENIENT.readTree(record.value());
            return Optional.of(json.path("id").asText()).filter(id -> json.has("specversion"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
