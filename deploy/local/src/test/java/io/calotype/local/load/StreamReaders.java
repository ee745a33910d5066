package io.calotype.local.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Readers of one event stream that read as fast as they can, and what they saw of its delay. */
final class StreamReaders implements AutoCloseable {

    private static final Pattern STEP = Pattern.compile("^data:\\{\"image_id\".*\"step\":(\\d+)");
    private static final int START_OF_LINE = 200;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long[] sent;
    private final long[] delays;
    private final AtomicInteger seen = new AtomicInteger();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final CountDownLatch open;
    private final int count;
    private volatile int lastStep = Integer.MAX_VALUE;

    StreamReaders(URI stream, int count, long[] sent) {
        this.sent = sent;
        this.count = count;
        this.open = new CountDownLatch(count);
        this.delays = new long[count * sent.length];
        for (int i = 0; i < count; i++) {
            var request = HttpRequest.newBuilder(stream).build();
            answers.add(client.sendAsync(request, answer -> BodySubscribers.fromLineSubscriber(new Lines())));
        }
    }

    void awaitOpen() throws InterruptedException {
        if (!open.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(open.getCount() + " streams did not open");
        }
    }

    void awaitStep(int step) throws InterruptedException {
        lastStep = step;
        for (int i = 0; i < 600 && seen.get() < (long) count * step; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    String figures() {
        int n = Math.min(seen.get(), delays.length);
        var sorted = Arrays.copyOf(delays, n);
        Arrays.sort(sorted);
        return "%d readers, %d events read, delay ms p50 %.1f, p99 %.1f, max %.1f"
                .formatted(count, n, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1e6;
    }

    @Override
    public void close() {
        answers.forEach(answer -> answer.cancel(true));
    }

    private final class Lines implements Flow.Subscriber<String> {
        private Flow.Subscription subscription;
        private boolean finished;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            var step = STEP.matcher(line.length() > START_OF_LINE ? line.substring(0, START_OF_LINE) : line);
            if (!step.find()) {
                return;
            }
            int number = Integer.parseInt(step.group(1));
            if (number == 0) {
                open.countDown();
            } else {
                delays[seen.getAndIncrement()] = System.nanoTime() - sent[number];
            }
            if (number >= lastStep) {
                finished = true;
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!finished) {
                System.err.println("a stream broke: " + failure);
            }
        }

        @Override
        public void onComplete() {
            // The prompt never ends, so the stream does not either.
        }
    }
}
