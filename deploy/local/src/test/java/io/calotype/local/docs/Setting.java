package io.calotype.local.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting that a {@code @ConfigMapping} interface declares.
 *
 * @param variable its environment variable, {@code <NAME>} standing for a name of the user's choice
 * @param fallback the default that the interface names, null where it names none
 */
record Setting(String variable, @Nullable String fallback) {

    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String DEFAULT = "io.smallrye.config.WithDefault";
    private static final String ANY_NAME = "_<NAME>";
    private static final String OURS = "io.calotype.";

    /** Returns the settings of all mappings among the classes. */
    static List<Setting> of(JavaClasses classes) {
        var settings = new ArrayList<Setting>();
        for (var type : classes) {
            type.tryGetAnnotationOfType(MAPPING)
                    .ifPresent(mapping -> add(settings, variable(text(mapping.get("prefix"))), type));
        }
        return settings;
    }

    private static void add(List<Setting> settings, String prefix, JavaClass type) {
        for (var method : declared(type)) {
            var variable = prefix + "_" + variable(method.getName());
            var group = group(method);
            if (group.isPresent()) {
                add(settings, isMap(method) ? variable + ANY_NAME : variable, group.get());
            } else {
                var fallback = method.tryGetAnnotationOfType(DEFAULT).map(given -> text(given.get("value")));
                settings.add(new Setting(variable, fallback.orElse(null)));
            }
        }
    }

    /** A method with a body is no setting. */
    private static List<JavaMethod> declared(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                .toList();
    }

    private static Optional<JavaClass> group(JavaMethod method) {
        var type = isMap(method)
                ? ((JavaParameterizedType) method.getReturnType())
                        .getActualTypeArguments()
                        .get(1)
                        .toErasure()
                : method.getRawReturnType();
        return Optional.of(type)
                .filter(nested ->
                        nested.isInterface() && nested.getPackageName().startsWith(OURS));
    }

    private static boolean isMap(JavaMethod method) {
        return method.getRawReturnType().isEquivalentTo(Map.class);
    }

    private static String text(Optional<Object> value) {
        return value.map(Object::toString).orElse("");
    }

    /** {@code calotype.gateway} and {@code requestsPerMinute} as an environment variable names them. */
    private static String variable(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** Tells whether an environment variable is this setting. */
    boolean isNamedBy(String other) {
        return other.matches(variable.replace(ANY_NAME, "_(<NAME>|[A-Z0-9]+)"));
    }
}
