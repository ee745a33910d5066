package io.calotype.local.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.embedded.port.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A Jaeger server that keeps traces in its memory. */
final class Jaeger implements AutoCloseable {

    /** The variable that names the program. */
    static final String PROGRAM = "CALOTYPE_JAEGER";

    /** The variable that names the folder of its page, which Go does not build. */
    static final String PAGE = "CALOTYPE_JAEGER_UI";

    private static final Duration START = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1:";
    private static final String CONFIGURATION = """
            service:
              extensions: [jaeger_storage, jaeger_query]
              pipelines:
                traces: {receivers: [otlp], processors: [batch], exporters: [jaeger_storage_exporter]}
              telemetry: {metrics: {level: none}}
            extensions:
              jaeger_query:
                storage: {traces: memory}
                http: {endpoint: "%s"}
                grpc: {endpoint: "%s"}
                ui: {assets_path: "%s"}
              jaeger_storage: {backends: {memory: {memory: {max_traces: 10000}}}}
            receivers: {otlp: {protocols: {http: {endpoint: "%s"}}}}
            processors: {batch: {timeout: 200ms}}
            exporters: {jaeger_storage_exporter: {trace_storage: memory}}
            """;

    private final Process process;
    private final URI queries;
    private final String receiver;

    private Jaeger(Process process, URI queries, String receiver) {
        this.process = process;
        this.queries = queries;
        this.receiver = receiver;
    }

    static Jaeger start(Path folder) throws IOException {
        var http = HOST + Ports.claim(0);
        var receiver = HOST + Ports.claim(0);
        var page = Objects.requireNonNullElse(System.getenv(PAGE), "");
        var file = Files.writeString(
                folder.resolve("jaeger.yaml"), CONFIGURATION.formatted(http, HOST + Ports.claim(0), page, receiver));
        var process = new ProcessBuilder(System.getenv(PROGRAM), "--config", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jaeger.log").toFile())
                .start();
        var server = new Jaeger(process, URI.create("http://" + http), "http://" + receiver);
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> server.get("/api/services").statusCode() == 200);
        return server;
    }

    /** Where exporters send spans to, by OTLP over HTTP. */
    String receiver() {
        return receiver;
    }

    /** The address at which its page shows a trace. */
    URI page(String trace) {
        return queries.resolve("/trace/" + trace);
    }

    /** The traces that a search finds. */
    JsonNode search(Map<String, String> parameters) throws IOException, InterruptedException {
        return data("/api/traces?"
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** One trace. */
    JsonNode trace(String id) throws IOException, InterruptedException {
        return data("/api/traces/" + id);
    }

    private JsonNode data(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body()).path("data");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(queries.resolve(path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(START).until(() -> !process.isAlive());
    }
}
