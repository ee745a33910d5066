package io.calotype.gateway.model;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.GenerationSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much work images are for their denoisers, as far as the gateway can tell from the packs' descriptions at its start.
 *
 * <p>Where a prompt names no pack it counts as one for the pack whose images are the most work by default.
 */
@ApplicationScoped
public class PromptWork {

    private record Defaults(int width, int height, int steps, double guidanceScale) {
        private static final Defaults USUAL = new Defaults(512, 512, 50, 7.5); // of Stable Diffusion 1.5

        static Defaults of(ModelView.Defaults described) {
            return new Defaults(
                    Objects.requireNonNullElse(described.width(), USUAL.width),
                    Objects.requireNonNullElse(described.height(), USUAL.height),
                    Objects.requireNonNullElse(described.steps(), USUAL.steps),
                    Objects.requireNonNullElse(described.guidanceScale(), USUAL.guidanceScale));
        }

        long work() {
            return GenerationSpec.work(width, height, steps, guidanceScale, null);
        }
    }

    private final Map<String, Defaults> byName;

    @Inject
    PromptWork(ModelPacks packs) {
        this(packs.all());
    }

    /** Knows these packs. */
    public PromptWork(Collection<ModelPacks.Pack> packs) {
        byName = packs.stream()
                .collect(Collectors.toMap(
                        ModelPacks.Pack::name,
                        pack -> Defaults.of(pack.description().defaults())));
    }

    /** Returns the work of one image of a prompt, in both passes if there are two: pixels times steps times rows. */
    public long ofImage(PromptParameters prompt) {
        var pack = defaults(prompt.model());
        var sampling = prompt.sampling();
        return GenerationSpec.work(
                Objects.requireNonNullElse(prompt.output().width(), pack.width()),
                Objects.requireNonNullElse(prompt.output().height(), pack.height()),
                Objects.requireNonNullElse(sampling.steps(), pack.steps()),
                Objects.requireNonNullElse(sampling.guidanceScale(), pack.guidanceScale()),
                prompt.output().hires());
    }

    private Defaults defaults(@Nullable String model) {
        var named = model == null ? null : byName.get(model);
        return named != null
                ? named
                : byName.values().stream()
                        .reduce((one, other) -> one.work() >= other.work() ? one : other)
                        .orElse(Defaults.USUAL);
    }
}
