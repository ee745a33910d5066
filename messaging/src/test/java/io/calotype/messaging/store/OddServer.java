package io.calotype.messaging.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** An object store that answers for its bucket, and for each key with the status and code that a test wants. */
final class OddServer implements AutoCloseable {

    private static final String ERROR = "<Error><Code>%s</Code><Message>secret words</Message></Error>";

    /** By key: a status, and a code after a space; {@code 404 NoSuchKey} for others. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final HttpServer server;

    OddServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    MinioClient client() {
        return MinioClient.builder()
                .endpoint("http://127.0.0.1:" + server.getAddress().getPort())
                .region("us-east-1")
                .credentials("access", "secret")
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var key = exchange.getRequestURI().getPath().replaceFirst("^/calotype/?", "");
            calls.merge(key, 1, Integer::sum);
            exchange.getRequestBody().readAllBytes();
            var answer = answers.getOrDefault(key, key.isEmpty() ? "200 -" : "404 NoSuchKey")
                    .split(" ", 2);
            int status = Integer.parseInt(answer[0]);
            var error = answer[1].equals("without code") ? "<Error/>" : ERROR.formatted(answer[1]);
            var body = error.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.getResponseHeaders().set("ETag", "\"0\"");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 200;
            exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
            if (!bodiless) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
