package io.calotype.local.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.stage.Stage;
import io.cloudevents.CloudEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The state of one prompt's images. */
public final class PromptRun {

    private static final Set<String> TERMINAL =
            Set.of(EventTypes.IMAGE_COMPLETED, EventTypes.IMAGE_FAILED, EventTypes.IMAGE_CANCELLED);

    private final int images;
    private final Map<Integer, CloudEvent> terminal = new TreeMap<>();
    private final Map<Integer, ImageState> states = new TreeMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /** A prompt that asked for so many images. */
    public PromptRun(int images) {
        this.images = images;
    }

    /** An image's progress: its last known stage, and the steps done there. */
    public record ImageState(Stage stage, int step, int steps) {

        /** An image that a stage is done with waits for the next one. */
        private ImageState settled() {
            boolean done = steps > 0 && step == steps;
            return done ? stage.next().map(next -> new ImageState(next, 0, 0)).orElse(this) : this;
        }
    }

    /**
     * Records an event.
     *
     * @return the event, if it is an image's terminal one and the first such
     */
    public Optional<CloudEvent> accept(CloudEvent event) {
        try {
            if (TERMINAL.contains(event.getType())) {
                int index = Events.imageOutcome(event).id().index();
                return terminal.putIfAbsent(index, event) == null ? Optional.of(event) : Optional.empty();
            }
            if (event.getType().equals(EventTypes.IMAGE_PROGRESS)) {
                accept(Events.imageProgress(event));
            }
        } catch (Refusal notOfThePipeline) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private void accept(ImageProgress progress) {
        warnings.addAll(progress.warnings());
        var state = new ImageState(progress.stage(), progress.step(), progress.steps());
        states.put(progress.id().index(), state.settled());
    }

    /** Whether every image has its terminal event. */
    public boolean isDone() {
        return terminal.size() == images;
    }

    /** Whether every image was completed. */
    public boolean isAllCompleted() {
        return terminal.size() == images
                && terminal.values().stream().allMatch(event -> event.getType().equals(EventTypes.IMAGE_COMPLETED));
    }

    /** What the prompt's sender should know, such as that the prompt was cut. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** How many images the prompt asked for. */
    public int images() {
        return images;
    }

    /** How many images have their terminal event. */
    public int ended() {
        return terminal.size();
    }

    /** The images that are under way, in order. */
    public List<ImageState> underWay() {
        return states.entrySet().stream()
                .filter(entry -> !terminal.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** An event's JSON data. */
    public static JsonNode data(CloudEvent event) {
        return StrictJson.parse(
                Objects.requireNonNull(event.getData(), "event without data").toBytes(), Limits.MAX_EVENT_BYTES);
    }
}
