package io.calotype.encoder.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real policy service, which does what a test says, and remembers what it was asked. */
public final class PolicyServer implements AutoCloseable {

    /** What it does with a question. */
    public interface Behaviour {
        void answer(HttpExchange exchange, String question) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private PolicyServer(HttpServer server) {
        this.server = server;
    }

    static PolicyServer start(Behaviour behaviour) {
        try {
            return start(HttpServer.create(local(0), 0), behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one that is bound already. */
    public static PolicyServer start(HttpServer bound, Behaviour behaviour) {
        var policy = new PolicyServer(bound);
        bound.setExecutor(policy.threads);
        bound.createContext("/decide", exchange -> policy.handle(exchange, behaviour));
        bound.start();
        return policy;
    }

    /** An address of this machine. */
    public static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void handle(HttpExchange exchange, Behaviour behaviour) {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (exchange) {
            var question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            questions.add(question);
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            behaviour.answer(exchange, question);
        } catch (IOException gone) {
            // the encoder waits no longer
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    /** Answers in full. */
    public static void say(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/decide");
    }

    /** The bodies of all questions so far. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** The headers that questions came with. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** How many questions were open at a time at most. */
    public int most() {
        return most.get();
    }

    /** Waits until no question is open, and counts anew from there. */
    public void awaitIdle() throws InterruptedException {
        while (open.get() > 0) {
            Thread.sleep(10);
        }
        most.set(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
