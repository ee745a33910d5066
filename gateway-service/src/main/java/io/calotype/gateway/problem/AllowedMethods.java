package io.calotype.gateway.problem;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which methods each path of the API has, for the {@code Allow} that an answer 405 must carry (RFC 9110, 15.5.6). */
@ApplicationScoped
class AllowedMethods {

    private record Operation(Pattern path, String method) {}

    private static final Pattern TEMPLATE = Pattern.compile("\\{[^:}]+(?::\\s*([^}]+))?}");
    private static final String ANY_STEP = "[^/]+";

    private final List<Operation> operations =
            Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                    .map(bean -> bean.getBeanClass())
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                    .flatMap(AllowedMethods::operations)
                    .toList();

    /** The value of {@code Allow} for a path; empty where there is nothing at the path. */
    String of(String path) {
        var methods = new TreeSet<String>();
        operations.stream()
                .filter(operation -> operation.path().matcher(path).matches())
                .forEach(operation -> methods.add(operation.method()));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return String.join(", ", methods);
    }

    private static Stream<Operation> operations(Method method) {
        var path = pattern(method.getDeclaringClass().getAnnotation(Path.class), method.getAnnotation(Path.class));
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(http -> new Operation(path, http.value()));
    }

    private static Pattern pattern(Path ofClass, @Nullable Path ofMethod) {
        var template = ofMethod == null ? ofClass.value() : ofClass.value() + ofMethod.value();
        var regex = TEMPLATE.matcher(template)
                .replaceAll(
                        step -> step.group(1) == null ? ANY_STEP : step.group(1).replace("\\", "\\\\"));
        return Pattern.compile(regex + "/?");
    }
}
