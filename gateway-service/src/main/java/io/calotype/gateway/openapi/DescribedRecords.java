package io.calotype.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Says of every record that the API answers with which fields are always there and which may be null.
 *
 * <p>SmallRye does not know JSpecify's {@code @Nullable}. A component that carries it may be null, or is left out where
 * {@code @JsonInclude(NON_NULL)} says so; all others are required.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class DescribedRecords implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    private final IndexView index;

    /** The build hands in what it knows of the classes. */
    public DescribedRecords(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var schemas = api.getComponents().getSchemas();
        for (var type : index.getKnownClasses()) {
            var schema = type.isRecord() ? schemas.get(schemaName(type)) : null;
            if (schema != null && schema.getProperties() != null && schema.getRequired() == null) {
                describe(type, schema);
            }
        }
    }

    private static String schemaName(ClassInfo type) {
        var annotation = type.declaredAnnotation(SCHEMA);
        return annotation == null || annotation.value("name") == null
                ? type.simpleName()
                : annotation.value("name").asString();
    }

    private void describe(ClassInfo type, Schema schema) {
        for (var component : type.recordComponents()) {
            var field = type.field(component.name()); // which carries what Jackson looks at
            if (field.hasDeclaredAnnotation(UNWRAPPED)) {
                describe(index.getClassByName(field.type().name()), schema);
            } else {
                describe(field, schema);
            }
        }
    }

    private static void describe(FieldInfo field, Schema schema) {
        var name = NAMES.translate(field.name());
        boolean nullable = field.type().hasAnnotation(NULLABLE);
        boolean isLeftOut =
                field.hasDeclaredAnnotation(INCLUDE) || field.declaringClass().hasDeclaredAnnotation(INCLUDE);
        if (!nullable) {
            schema.addRequired(name);
        } else if (!isLeftOut) {
            schema.addRequired(name);
            Optional.ofNullable(schema.getProperties().get(name))
                    .ifPresent(property -> schema.addProperty(name, orNull(property)));
        }
    }

    private static Schema orNull(Schema property) {
        return property.getRef() == null
                ? property.addType(SchemaType.NULL)
                : OASFactory.createSchema()
                        .addAnyOf(property)
                        .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }
}
