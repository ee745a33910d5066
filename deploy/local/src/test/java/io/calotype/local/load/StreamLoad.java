package io.calotype.local.load;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measures event streams: many readers of one prompt, first alone and then beside readers that hardly read.
 *
 * <p>Needs a stack ({@code ./calotype up}). Arguments: gateway address, Kafka address, readers (500), slow readers (5), events
 * (200), milliseconds between two events (300). The prompt is of this program's own making and no stage hears of it; each
 * event has a preview of the largest size. Prints the time from publishing to reading, and the gateway's heap.
 */
public final class StreamLoad {

    private static final int PREVIEW_BYTES = 8192;
    private static final int MOST_STEPS = 500;

    private final URI gateway;
    private final KafkaProducer<String, byte[]> producer;
    private final int events;
    private final int pauseMillis;

    private StreamLoad(URI gateway, String kafka, int events, int pauseMillis) {
        this.gateway = gateway;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
        this.events = Math.min(events, MOST_STEPS);
        this.pauseMillis = pauseMillis;
    }

    /** Runs both measurements. */
    public static void main(String[] args) throws Exception {
        var load = new StreamLoad(URI.create(args[0]), args[1], number(args, 4, 200), number(args, 5, 300));
        int readers = number(args, 2, 500);
        load.measure("warm-up", readers, 0);
        load.measure("alone", readers, 0);
        load.measure("beside slow readers", readers, number(args, 3, 5));
        load.producer.close();
    }

    private static int number(String[] args, int index, int fallback) {
        return index < args.length ? Integer.parseInt(args[index]) : fallback;
    }

    private void measure(String name, int readers, int slowReaders) throws Exception {
        var id = new ImageId("load-" + UUID.randomUUID(), 0);
        // Only its progress is told, so that no encoder takes it up.
        publish(id, 0);
        var stream = gateway.resolve("/v1/prompts/" + id.promptId() + "/events");
        var sent = new long[MOST_STEPS + 1];
        try (var fast = new StreamReaders(stream, readers, sent);
                var slow = new SlowReaders(stream, slowReaders)) {
            fast.awaitOpen();
            for (int step = 1; step <= events; step++) {
                sent[step] = System.nanoTime();
                publish(id, step);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
            fast.awaitStep(events);
            System.out.printf(
                    "%-20s %s, heap in use %d MiB, slow readers took %d of %d bytes%n",
                    name, fast.figures(), Heap.usedMiB(gateway), slow.bytes(), (long) slowReaders * events * 11_000);
        }
    }

    private void publish(ImageId id, int step) throws Exception {
        var preview = new byte[PREVIEW_BYTES];
        new Random(step).nextBytes(preview);
        var origin = Origin.of(id.promptId(), "/load");
        var progress = new ImageProgress(id, origin, Stage.DENOISE, step, MOST_STEPS, preview, "image/jpeg", null);
        send(Topics.PROGRESS, id.toString(), Events.of(progress));
    }

    private void send(String topic, String key, CloudEvent event) throws Exception {
        producer.send(KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event))
                .get();
    }
}
