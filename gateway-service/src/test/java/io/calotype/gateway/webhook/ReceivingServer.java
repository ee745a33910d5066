package io.calotype.gateway.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A receiver of webhooks on this machine. */
public final class ReceivingServer implements AutoCloseable {

    /** One call that came in; header names are in lower case. */
    public record Call(String path, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    private ReceivingServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts one that answers with these statuses, then with 204. */
    public static ReceivingServer answering(Integer... statuses) {
        try {
            var receiver = new ReceivingServer(HttpServer.create(loopback(), 0));
            receiver.answers.addAll(List.of(statuses));
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one with a certificate. */
    static ReceivingServer secure(SSLContext ssl) {
        try {
            var server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(ssl));
            return new ReceivingServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Waits for the next call. */
    public Call next() {
        try {
            var call = calls.poll(30, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("nobody called");
            }
            return call;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls that came in and were not asked for yet. */
    public int waiting() {
        return calls.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer status;
        synchronized (answers) {
            status = answers.poll();
        }
        int answer = status == null ? 204 : status;
        if (answer >= 300 && answer < 400) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/elsewhere");
        }
        calls.add(new Call(exchange.getRequestURI().toString(), headers, body));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
