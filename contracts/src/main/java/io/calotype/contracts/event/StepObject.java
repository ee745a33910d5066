package io.calotype.contracts.event;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ParentStep;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The objects that hold kept steps of an image: {@code steps/<image id>/<step>.safetensors}. */
public final class StepObject {
    private static final Pattern NAME = Pattern.compile("(?<step>[1-9][0-9]{0,3})\\.safetensors");

    private StepObject() {}

    /** Returns the key of a step. */
    public static String key(ParentStep step) {
        return folder(step.image()) + step.step() + ".safetensors";
    }

    /** Returns what the keys of an image's steps begin with. */
    public static String folder(ImageId image) {
        return BucketFolder.STEPS.prefix() + image + "/";
    }

    /** Returns the steps of an image by their objects' keys, in order; other keys are passed over. */
    public static List<Integer> steps(ImageId image, List<String> keys) {
        var folder = folder(image);
        return keys.stream()
                .filter(key -> key.startsWith(folder))
                .flatMap(key -> step(key.substring(folder.length())).stream())
                .sorted()
                .toList();
    }

    private static Optional<Integer> step(String name) {
        var match = NAME.matcher(name);
        return match.matches() ? Optional.of(Integer.valueOf(match.group("step"))) : Optional.empty();
    }

    /**
     * Returns the refusal of a step that is not kept.
     *
     * @param kept those that are
     */
    public static Refusal notKept(ParentStep step, List<Integer> kept) {
        var others = kept.isEmpty()
                ? "no step of it is"
                : "kept are " + kept.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Refusal.of(ProblemType.NOT_KEPT, ParentStep.STEP, step + " is not kept; " + others);
    }
}
