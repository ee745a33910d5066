package io.calotype.messaging.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** An object store that answers for its bucket, and for each key with the status and code that a test wants. */
final class OddServer implements AutoCloseable {

    private static final String ERROR = "<Error><Code>%s</Code><Message>secret words</Message></Error>";

    /** By key: a status, and a code after a space; {@code 404 NoSuchKey} for others. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** Keys whose answers come one byte after the other, a quarter of a second apart. */
    final Set<String> slow = ConcurrentHashMap.newKeySet();

    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final HttpServer server;

    OddServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    MinioClient client() {
        return builder().build();
    }

    /** A client whose calls take at most so long. */
    MinioClient client(Duration call) {
        return builder()
                .httpClient(new OkHttpClient.Builder().callTimeout(call).build())
                .build();
    }

    private MinioClient.Builder builder() {
        return MinioClient.builder()
                .endpoint("http://127.0.0.1:" + server.getAddress().getPort())
                .region("us-east-1")
                .credentials("access", "secret");
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
                write(body, exchange.getResponseBody(), slow.contains(key));
            }
        }
    }

    private static void write(byte[] body, OutputStream out, boolean slowly) throws IOException {
        for (int i = 0; slowly && i < body.length; i++) {
            out.write(body[i]);
            out.flush();
            pause();
        }
        out.write(body, 0, slowly ? 0 : body.length);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
