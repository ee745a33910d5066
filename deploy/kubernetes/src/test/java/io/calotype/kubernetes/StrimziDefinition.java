package io.calotype.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;

/**
 * The definition of one of Strimzi's resources, version v1 alone, made from its Java class: Strimzi publishes the classes, and its
 * definitions in no package.
 *
 * <p>The names and the scope are those of the class's annotation {@code Crd}, the fields those of {@link StrimziSchema}.
 */
final class StrimziDefinition {

    private static final DotName CRD = DotName.createSimple("io.strimzi.crdgenerator.annotations.Crd");
    private static final String VERSION = "v1";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Index classes;

    /** Definitions of the classes in an index, which has their annotations. */
    StrimziDefinition(Index classes) {
        this.classes = classes;
    }

    /** A CustomResourceDefinition, as {@code kubectl apply} takes it. */
    ObjectNode of(Class<?> resource) {
        var spec = classes.getClassByName(resource)
                .declaredAnnotation(CRD)
                .value("spec")
                .asNested();
        var names = spec.value("names").asNested();
        var group = spec.value("group").asString();
        var plural = names.value("plural").asString();

        var definition = mapper.createObjectNode();
        definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        definition.putObject("metadata").put("name", plural + "." + group);
        var described = definition.putObject("spec");
        described.put("group", group).put("scope", spec.value("scope").asString());
        described
                .putObject("names")
                .put("kind", names.value("kind").asString())
                .put("plural", plural)
                .put("singular", plural.substring(0, plural.length() - 1));
        described.putArray("versions").add(version(resource, spec));
        return definition;
    }

    private ObjectNode version(Class<?> resource, AnnotationInstance spec) {
        var version = mapper.createObjectNode();
        version.put("name", VERSION).put("served", true).put("storage", true);
        var subresources = spec.value("subresources");
        if (subresources != null && subresources.asNested().value("status") != null) {
            version.putObject("subresources").putObject("status");
        }
        var schema = new StrimziSchema(classes, VERSION).of(resource);
        var properties = (ObjectNode) schema.path("properties");
        properties.putObject("metadata").put("type", "object");
        version.putObject("schema").set("openAPIV3Schema", schema);
        return version;
    }
}
