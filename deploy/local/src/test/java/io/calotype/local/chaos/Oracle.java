package io.calotype.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges a run by what anybody can see of it; knows nothing of how the pipeline works. */
final class Oracle {

    /** An embedding belongs to everybody with the same words, and a life-cycle rule ends it (ADR 24). */
    private static final String KEPT_FOR_OTHERS = "embeddings/";

    private static final String COMPLETED = "io.calotype.image.completed.v1";
    private static final String FAILED = "io.calotype.image.failed.v1";
    private static final String CANCELLED = "io.calotype.image.cancelled.v1";
    private static final String CONFLICT = "urn:calotype:problem:conflict";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Asked asked;
    private final List<String> canaries;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Makes an oracle for one run.
     *
     * @param canaries words of the prompts that must be in no log, header or metric
     */
    Oracle(Asked asked, List<String> canaries) {
        this.asked = asked;
        this.canaries = canaries;
    }

    /** Returns what was not kept, in the order of the invariants. */
    List<Violation> judge(Evidence evidence) {
        violations.clear();
        var ends = evidence.topic(Topics.IMAGES).stream().collect(Collectors.groupingBy(ConsumerRecord::key));
        asked.prompts().forEach(prompt -> prompt.images()
                .forEach(image -> oneEnd(prompt, image, ends.getOrDefault(image, List.of()))));
        ends.keySet().stream()
                .filter(image -> asked.promptOf(image).isEmpty())
                .forEach(image -> broken(Invariant.ONE_END, image, "has an end and was never asked for"));
        objects(evidence, ends);
        drained(evidence);
        quiet(evidence);
        return List.copyOf(violations);
    }

    /** Returns what changed between two looks at the same bucket and topics. */
    List<Violation> unchanged(Evidence before, Evidence after) {
        violations.clear();
        before.objects().forEach((key, object) -> {
            var later = after.objects().get(key);
            if ((key.startsWith("images/") || key.startsWith("ends/")) && !object.equals(later)) {
                broken(Invariant.OBJECTS_STAY, key, "was " + object + " and is " + later);
            }
        });
        after.objects().keySet().stream()
                .filter(key -> key.startsWith("images/") && !before.objects().containsKey(key))
                .forEach(key -> broken(Invariant.OBJECTS_STAY, key, "is new, though every image had its end"));
        return List.copyOf(violations);
    }

    private void oneEnd(Asked.Prompt prompt, String image, List<ConsumerRecord<String, byte[]>> told) {
        var own = told.stream().filter(record -> !isConflict(record)).toList();
        if (own.isEmpty()) {
            broken(Invariant.ONE_END, image, "has no end");
            return;
        }
        var types =
                own.stream().map(record -> header(record, "ce_type")).distinct().toList();
        var ids = own.stream().map(record -> header(record, "ce_id")).distinct().toList();
        var contents = own.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .distinct()
                .count();
        if (types.size() > 1 || ids.size() > 1) {
            broken(Invariant.ONE_END, image, "ended as " + types + " with the event ids " + ids);
        } else if (contents > 1) {
            broken(Invariant.ONE_END, image, "its end was told in " + contents + " different ways");
        }
        if (!allowed(prompt).contains(types.get(0))) {
            broken(Invariant.ONE_END, image, "ended as " + types.get(0) + ", expected " + asked.expectation(prompt));
        }
    }

    private List<String> allowed(Asked.Prompt prompt) {
        return switch (asked.expectation(prompt)) {
            case MADE_OR_FAILED -> List.of(COMPLETED, FAILED);
            case CANCELLED_TOO -> List.of(COMPLETED, FAILED, CANCELLED);
            case REFUSED -> List.of(FAILED);
        };
    }

    private void objects(Evidence evidence, Map<String, List<ConsumerRecord<String, byte[]>>> ends) {
        evidence.objects().forEach((key, object) -> {
            if (key.startsWith("images/")) {
                picture(key, ends);
            } else if (key.startsWith("ends/")) {
                var image = key.substring("ends/".length());
                if (!ends.containsKey(image)) {
                    broken(Invariant.NO_LEFTOVERS, key, "is the end of an image that nobody was told of");
                }
            } else if (!key.startsWith(KEPT_FOR_OTHERS)) {
                broken(Invariant.NO_LEFTOVERS, key, "is left over, " + object.size() + " bytes");
            }
        });
        ends.forEach((image, told) -> told.stream()
                .filter(record -> header(record, "ce_type").equals(COMPLETED))
                .findFirst()
                .ifPresent(record -> completed(image, data(record), evidence)));
    }

    private void picture(String key, Map<String, List<ConsumerRecord<String, byte[]>>> ends) {
        var image = key.substring("images/".length(), key.lastIndexOf('.'));
        boolean completed = ends.getOrDefault(image, List.of()).stream()
                .anyMatch(record -> header(record, "ce_type").equals(COMPLETED));
        if (!completed) {
            broken(Invariant.NO_LEFTOVERS, key, "is a picture of an image that is not completed");
        }
    }

    private void completed(String image, JsonNode data, Evidence evidence) {
        var object = evidence.objects().get(data.path("key").asText());
        if (object == null) {
            broken(
                    Invariant.SAME_BYTES,
                    image,
                    "is completed, and its object " + data.path("key").asText() + " is not there");
            return;
        }
        if (!object.sha256().equals(data.path("sha256").asText())) {
            broken(Invariant.SAME_BYTES, image, "the object is not the one that its end names");
        }
        FaultFreePictures.of(asked, image)
                .filter(sha256 -> !sha256.equals(object.sha256()))
                .ifPresent(sha256 ->
                        broken(Invariant.SAME_BYTES, image, "differs from the picture of a run without faults"));
    }

    private void drained(Evidence evidence) {
        evidence.lags().forEach((group, lag) -> {
            if (lag != 0) {
                broken(Invariant.DRAINED, group, "has a lag of " + lag);
            }
        });
        var letters = evidence.records().entrySet().stream()
                .filter(topic -> topic.getKey().endsWith(".dlq"))
                .flatMap(topic -> topic.getValue().stream())
                .map(Oracle::positionOfLetter)
                .toList();
        asked.poison().stream()
                .filter(position -> !letters.contains(position))
                .forEach(position -> broken(Invariant.DRAINED, position, "cannot be read and is no dead letter"));
        letters.stream()
                .filter(position -> !asked.poison().contains(position))
                .forEach(position -> broken(Invariant.DRAINED, position, "is a dead letter, though it can be read"));
    }

    private void quiet(Evidence evidence) {
        for (var canary : canaries) {
            evidence.said().forEach((name, text) -> {
                if (text.contains(canary)) {
                    broken(Invariant.NO_TEXT, name, "holds the text of a prompt");
                }
            });
            evidence.records().forEach((topic, records) -> records.stream()
                    .filter(record -> Arrays.stream(record.headers().toArray())
                            .anyMatch(header -> header.value() != null
                                    && new String(header.value(), StandardCharsets.UTF_8).contains(canary)))
                    .forEach(record -> broken(
                            Invariant.NO_TEXT,
                            topic + "-" + record.partition() + "-" + record.offset(),
                            "has the text of a prompt in a header")));
        }
    }

    private static String positionOfLetter(ConsumerRecord<String, byte[]> letter) {
        return "%s-%s-%s"
                .formatted(
                        header(letter, "dead-letter-topic"),
                        header(letter, "dead-letter-partition"),
                        header(letter, "dead-letter-offset"));
    }

    private static boolean isConflict(ConsumerRecord<String, byte[]> record) {
        return header(record, "ce_type").equals(FAILED)
                && data(record).at("/problem/type").asText().equals(CONFLICT);
    }

    private void broken(Invariant invariant, String subject, String detail) {
        violations.add(new Violation(invariant, subject, detail));
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
