package io.calotype.gateway.openapi;

import io.calotype.gateway.problem.ErrorShape;
import io.calotype.gateway.problem.HttpProblem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the problems that every operation of a kind can answer with, so that no resource has to repeat them. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class DescribedProblems implements OASFilter {

    private static final Set<HttpProblem> ALWAYS = EnumSet.of(
            HttpProblem.BAD_REQUEST,
            HttpProblem.UNAUTHORIZED,
            HttpProblem.FORBIDDEN,
            HttpProblem.NOT_ACCEPTABLE,
            HttpProblem.TOO_MANY_REQUESTS,
            HttpProblem.INTERNAL,
            HttpProblem.UNAVAILABLE);
    private static final Set<HttpProblem> WITH_BODY =
            EnumSet.of(HttpProblem.CONTENT_TOO_LARGE, HttpProblem.UNSUPPORTED_MEDIA_TYPE);
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String LIKE_IMAGE = "like_image";
    private static final String IMAGES = "/v1/images/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) ->
                        problems(path, method, operation).forEach(problem -> describe(problem, path, operation))));
    }

    private static Set<HttpProblem> problems(String path, HttpMethod method, Operation operation) {
        var problems = EnumSet.copyOf(ALWAYS);
        if (path.contains("{") || has(operation, LIKE_IMAGE)) {
            problems.add(HttpProblem.NOT_FOUND);
        }
        if (method == HttpMethod.DELETE) {
            problems.add(path.startsWith(IMAGES) ? HttpProblem.NOT_FINISHED : HttpProblem.ALREADY_FINISHED);
        }
        if (path.endsWith("/pause") || path.endsWith("/resume")) {
            problems.add(HttpProblem.ALREADY_FINISHED);
        }
        if (operation.getRequestBody() != null) {
            problems.addAll(WITH_BODY);
        }
        if (has(operation, IDEMPOTENCY_KEY)) {
            problems.add(HttpProblem.IDEMPOTENCY_KEY_REUSED);
        }
        if (operation.getRequestBody() != null && ErrorShape.of(path) == ErrorShape.OPEN_AI) {
            problems.addAll(EnumSet.of(HttpProblem.NOT_FOUND, HttpProblem.TIMEOUT));
        }
        return problems;
    }

    private static boolean has(Operation operation, String parameter) {
        return parameters(operation).stream().map(Parameter::getName).anyMatch(parameter::equals);
    }

    private static List<Parameter> parameters(Operation operation) {
        return Objects.requireNonNullElse(operation.getParameters(), List.of());
    }

    private static void describe(HttpProblem problem, String path, Operation operation) {
        var shape = ErrorShape.of(path);
        var schema = OASFactory.createSchema().ref(shape == ErrorShape.OPEN_AI ? "OpenAiError" : "Problem");
        var response = OASFactory.createAPIResponse()
                .description(problem.title())
                .content(OASFactory.createContent()
                        .addMediaType(
                                shape.mediaType(), OASFactory.createMediaType().schema(schema)));
        header(problem).ifPresent(name -> response.addHeader(name, header(name)));
        operation.getResponses().addAPIResponse(Integer.toString(problem.status()), response);
    }

    private static Optional<String> header(HttpProblem problem) {
        return switch (problem) {
            case UNAUTHORIZED -> Optional.of("WWW-Authenticate");
            case TOO_MANY_REQUESTS, BACKLOG_FULL, UNAVAILABLE -> Optional.of("Retry-After");
            default -> Optional.empty();
        };
    }

    private static Header header(String name) {
        var type = name.equals("Retry-After") ? SchemaType.INTEGER : SchemaType.STRING;
        return OASFactory.createHeader().schema(OASFactory.createSchema().addType(type));
    }
}
