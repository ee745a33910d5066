package io.calotype.gateway.view;

import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.problem.ProblemBody;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as the API shows it; what is not known is null.
 *
 * @param createdAt ISO 8601, UTC
 * @param state {@code accepted}, {@code running}, {@code paused}, {@code completed}, {@code failed} or {@code cancelled}
 * @param tokens the prompt as the encoder read it
 * @param warning the first of the warnings
 * @param warnings what its sender should know, such as that the prompt was cut
 * @param problem of the first image that failed
 */
@Schema(name = "Prompt")
public record PromptView(
        String id,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        @Nullable String model,
        int n,
        String createdAt,
        String state,
        @Nullable List<String> tokens,
        @Nullable String warning,
        List<String> warnings,
        ParametersView parameters,
        @Nullable ProblemBody problem,
        List<ImageView> images) {

    /** How a prompt is shown. */
    public static PromptView of(PromptSnapshot prompt) {
        var request = prompt.request();
        var asked = request == null ? null : request.parameters();
        var images = prompt.images().stream()
                .map(image -> ImageView.of(prompt.id(), image))
                .toList();
        return new PromptView(
                prompt.id(),
                asked == null ? null : asked.prompt(),
                asked == null ? null : asked.negativePrompt(),
                model(images, asked == null ? null : asked.model()),
                images.size(),
                prompt.createdAt().toString(),
                state(prompt.images()),
                prompt.tokens(),
                ProgressView.first(prompt.warnings()),
                prompt.warnings(),
                ParametersView.of(asked, images),
                images.stream()
                        .map(ImageView::problem)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                images);
    }

    private static @Nullable String model(List<ImageView> images, @Nullable String asked) {
        return images.stream()
                .map(image -> image.drawing().model())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(asked);
    }

    private static String state(List<ImageSnapshot> images) {
        Set<ImageState> states = EnumSet.noneOf(ImageState.class);
        images.forEach(image -> states.add(ImageState.of(image)));
        if (states.equals(Set.of(ImageState.WAITING))) {
            return "accepted";
        }
        var open = states.stream().filter(state -> !state.ended()).collect(Collectors.toSet());
        if (!open.isEmpty()) {
            return open.equals(Set.of(ImageState.PAUSED)) ? ImageState.PAUSED.jsonName() : "running";
        }
        if (states.contains(ImageState.FAILED)) {
            return ImageState.FAILED.jsonName();
        }
        return (states.contains(ImageState.CANCELLED) ? ImageState.CANCELLED : ImageState.COMPLETED).jsonName();
    }
}
