package io.calotype.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;

/**
 * The structural schema of Strimzi's classes: their fields as Jackson reads them, with the limits that their getters' annotations
 * set. Kubernetes' own types inside of them are any object.
 */
final class StrimziSchema {

    private static final String ANNOTATIONS = "io.strimzi.crdgenerator.annotations.";
    private static final String STRIMZI = "io.strimzi.api.";
    private static final String UNKNOWN_FIELDS = "additionalProperties";
    private static final Set<String> NUMBERS_OR_TEXTS = Set.of("Quantity", "IntOrString");
    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "string",
            Boolean.class, "boolean",
            Integer.class, "integer",
            Long.class, "integer",
            Float.class, "number",
            Double.class, "number");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Index classes;
    private final String version;

    /** Schemas of one version of the API, for the classes in an index. */
    StrimziSchema(Index classes, String version) {
        this.classes = classes;
        this.version = version;
    }

    ObjectNode of(Class<?> type) {
        return of(mapper.constructType(type));
    }

    private ObjectNode of(JavaType type) {
        var schema = mapper.createObjectNode();
        var raw = type.getRawClass();
        if (Collection.class.isAssignableFrom(raw)) {
            schema.put("type", "array").set("items", of(type.getContentType()));
        } else if (Map.class.isAssignableFrom(raw)) {
            schema.put("type", "object").set("additionalProperties", of(type.getContentType()));
        } else if (raw.getName().startsWith(STRIMZI) && !type.isEnumType()) {
            object(type, schema);
        } else {
            value(type, schema);
        }
        return schema;
    }

    private void value(JavaType type, ObjectNode schema) {
        var raw = type.getRawClass();
        if (type.isEnumType()) {
            var values = schema.put("type", "string").putArray("enum");
            Stream.of(raw.getEnumConstants())
                    .map(value -> mapper.convertValue(value, String.class))
                    .forEach(values::add);
        } else if (TYPES.containsKey(boxed(raw))) {
            schema.put("type", TYPES.get(boxed(raw)));
        } else if (NUMBERS_OR_TEXTS.contains(raw.getSimpleName())) {
            schema.put("x-kubernetes-int-or-string", true);
        } else {
            schema.put("x-kubernetes-preserve-unknown-fields", true);
            if (raw != Object.class) {
                schema.put("type", "object");
            }
        }
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? ClassUtil.wrapperType(type) : type;
    }

    /** A class's fields, and those of each class that its {@code type} may name instead. */
    private void object(JavaType type, ObjectNode schema) {
        schema.put("type", "object");
        var properties = schema.putObject("properties");
        var subtypes = subtypes(type);
        for (var subtype : subtypes) {
            fields(mapper.constructType(subtype.getType()), properties, mapper.createObjectNode());
        }
        fields(type, properties, schema);
        if (!subtypes.isEmpty()) {
            var names = properties.putObject("type").put("type", "string").putArray("enum");
            subtypes.forEach(subtype -> names.add(subtype.getName()));
        }
    }

    private List<NamedType> subtypes(JavaType type) {
        var config = mapper.getDeserializationConfig();
        var annotated = config.introspectClassAnnotations(type).getClassInfo();
        if (!annotated.hasAnnotation(JsonTypeInfo.class)) {
            return List.of();
        }
        return mapper.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated).stream()
                .filter(NamedType::hasName)
                .toList();
    }

    private void fields(JavaType type, ObjectNode properties, ObjectNode schema) {
        var bean = mapper.getSerializationConfig().introspect(type);
        for (var property : bean.findProperties()) {
            if (isThere(property)) {
                var field = of(property.getPrimaryType());
                limit(field, property);
                properties.set(property.getName(), field);
                if (isRequired(property)) {
                    schema.withArray("required").add(property.getName());
                }
            }
        }
    }

    private void limit(ObjectNode field, BeanPropertyDefinition property) {
        annotation(property, "Minimum").ifPresent(value -> field.put("minimum", value.asInt()));
        annotation(property, "Maximum").ifPresent(value -> field.put("maximum", value.asInt()));
        annotation(property, "MinimumItems").ifPresent(value -> field.put("minItems", value.asInt()));
        annotation(property, "Pattern").ifPresent(value -> field.put("pattern", value.asString()));
    }

    private boolean isThere(BeanPropertyDefinition property) {
        return property.hasGetter()
                && !property.getName().equals(UNKNOWN_FIELDS)
                && annotation(property, "PresentInVersions")
                        .map(value -> covers(value.asString()))
                        .orElse(true);
    }

    private boolean isRequired(BeanPropertyDefinition property) {
        var json = property.getGetter().getAnnotation(JsonProperty.class);
        return (json != null && json.required())
                || annotation(property, "RequiredInVersions")
                        .map(value -> covers(value.asString()))
                        .orElse(false);
    }

    /** Whether a range such as {@code v1+}, {@code v1beta2-v1} or {@code all} has this version, which is the newest. */
    private boolean covers(String range) {
        return range.equals("all") || range.endsWith("+") || range.equals(version) || range.endsWith("-" + version);
    }

    private Optional<AnnotationValue> annotation(BeanPropertyDefinition property, String name) {
        AnnotatedMethod getter = property.getGetter();
        return Optional.ofNullable(classes.getClassByName(getter.getDeclaringClass()))
                .map(declaring -> declaring.method(getter.getName()))
                .map(method -> method.declaredAnnotation(DotName.createSimple(ANNOTATIONS + name)))
                .map(AnnotationInstance::value);
    }
}
