package io.calotype.inference.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The families that there are. */
public final class Families {

    private static final List<Family> ALL = List.of(
            StableDiffusion.FAMILY,
            LatentConsistency.FAMILY,
            StableDiffusionXl.FAMILY,
            StableDiffusion3.FAMILY,
            Flux1.FAMILY,
            ZImage.FAMILY,
            Flux2Klein.DISTILLED,
            Flux2Klein.BASE,
            CalotypeOwn.FAMILY);

    private Families() {}

    /** Returns the family whose class a {@code model_index.json} names, and whose guidance the checkpoint takes. */
    public static Optional<Family> of(JsonNode index) {
        var name = index.path("_class_name").asText();
        return ALL.stream()
                .filter(family -> family.classNames().contains(name))
                .filter(family -> family.denoiser().guidance().suits(index))
                .findFirst();
    }

    /** Returns the names of all classes, for people. */
    public static String classNames() {
        return ALL.stream()
                .flatMap(family -> family.classNames().stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
