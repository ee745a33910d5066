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
        static Defaults of(ModelView.Defaults described) {
            return new Defaults(
                    Objects.requireNonNullElse(described.width(), 512),
                    Objects.requireNonNullElse(described.height(), 512),
                    Objects.requireNonNullElse(described.steps(), 50),
                    Objects.requireNonNullElse(described.guidanceScale(), 7.5));
        }

        long work() {
            return GenerationSpec.work(width, height, steps, guidanceScale);
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

    /** Returns the work of one image of a prompt: pixels times steps times rows. */
    public long ofImage(PromptParameters prompt) {
        var pack = defaults(prompt.model());
        var sampling = prompt.sampling();
        return GenerationSpec.work(
                Objects.requireNonNullElse(prompt.output().width(), pack.width()),
                Objects.requireNonNullElse(prompt.output().height(), pack.height()),
                Objects.requireNonNullElse(sampling.steps(), pack.steps()),
                Objects.requireNonNullElse(sampling.guidanceScale(), pack.guidanceScale()));
    }

    private Defaults defaults(@Nullable String model) {
        var named = model == null ? null : byName.get(model);
        return named != null
                ? named
                : byName.values().stream()
                        .reduce((one, other) -> one.work() >= other.work() ? one : other)
                        .orElse(new Defaults(512, 512, 50, 7.5));
    }
}
