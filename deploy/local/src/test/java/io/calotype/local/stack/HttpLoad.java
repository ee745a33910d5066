package io.calotype.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that hand in prompts over HTTP one after the other, and come back when they are told to. */
final class HttpLoad {

    /** How one request went. */
    record Exchange(Instant from, Instant to, int status, boolean saysWhenToComeBack) {
        Duration took() {
            return Duration.between(from, to);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI prompts;
    private final String name;
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final Set<String> accepted = new ConcurrentSkipListSet<>();
    private final List<Thread> clients = new ArrayList<>();

    HttpLoad(URI gateway, String name) {
        this.prompts = gateway.resolve("/v1/prompts");
        this.name = name;
    }

    /** Starts clients that share so many prompts; one of every two names its requests and repeats those not accepted. */
    void start(int threads, int count) {
        var next = new AtomicInteger();
        var ready = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            boolean repeats = i % 2 == 0;
            var thread = new Thread(
                    () -> {
                        ready.countDown();
                        for (int prompt = next.getAndIncrement(); prompt < count; prompt = next.getAndIncrement()) {
                            handIn(prompt, repeats);
                        }
                    },
                    name + "-" + i);
            clients.add(thread);
            thread.start();
        }
    }

    private void handIn(int number, boolean repeats) {
        var body = "{\"prompt\":\"%s %d\",\"steps\":1,\"width\":64,\"height\":64,\"seed\":%d}"
                .formatted(name, number, number);
        while (!post(body, repeats ? name + "-" + number : "") && repeats) {
            pause();
        }
    }

    private boolean post(String body, String key) {
        var request = HttpRequest.newBuilder(prompts)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        var from = Instant.now();
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            boolean told = response.headers().firstValueAsLong("Retry-After").isPresent();
            exchanges.add(new Exchange(from, Instant.now(), response.statusCode(), told));
            return note(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean note(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != ACCEPTED) {
            return false;
        }
        return accepted.add(JSON.readTree(response.body()).path("id").asText());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all prompts are handed in. */
    void join() {
        for (var thread : clients) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The ids that were accepted. */
    Set<String> accepted() {
        return accepted;
    }

    /** All requests so far. */
    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }
}
