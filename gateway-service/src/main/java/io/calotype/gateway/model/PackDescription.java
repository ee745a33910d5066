package io.calotype.gateway.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the gateway reads of a pack's {@code pack.json}; whatever is absent there is empty here. */
public record PackDescription(
        ModelView.Defaults defaults,
        List<String> styles,
        @Nullable String defaultStyle,
        List<String> examples,
        int sizeMultiple) {

    private static final ModelView.Defaults NONE =
            new ModelView.Defaults(null, null, null, null, null, null, null, null);

    public PackDescription {
        defaults = Objects.requireNonNullElse(defaults, NONE);
        styles = List.copyOf(Objects.requireNonNullElse(styles, List.of()));
        examples = List.copyOf(Objects.requireNonNullElse(examples, List.of()));
        sizeMultiple = Math.max(1, sizeMultiple);
    }
}
