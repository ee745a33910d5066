package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.embedded.broker.ClusterMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the embedded broker is full, and later is not.
 *
 * <p>The disk is one in memory, in a user's own mount namespace; where the system does not let users have one, nothing is tested.
 */
@Tag("long")
class FullDiskIT {

    /** Runs a broker until its disk is full, makes room, and runs it again. */
    private static final String SCRIPT = """
            mount -t tmpfs -o size=64m tmpfs "$0" && head -c 44000000 /dev/zero > "$0/ballast" || exit 99
            "$@"
            echo "the broker ended with $?"
            rm "$0/ballast"
            exec "$@"
            """;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final TopicPartition PARTITION = new TopicPartition("records", 0);
    private static final int RECORDS = 250;
    private static final int BYTES = 100_000; // times 250: more than fits at first, less than fits at last

    @TempDir
    Path folder;

    @Test
    void endsTheBrokerWhichLosesNothingThatItAcknowledged() throws Exception {
        assumeTrue(mayMount());
        var disk = Files.createDirectory(folder.resolve("disk"));
        var log = folder.resolve("log");
        var broker =
                new BrokerProcess(disk.resolve("kafka"), ClusterMember.of(1).get(0));
        var namespace = start(disk, broker, log);
        try (var producer = producer(broker)) {
            // Given
            createTopic(broker);
            // When
            var sent = IntStream.range(0, RECORDS)
                    .mapToObj(number -> producer.send(record(number)))
                    .toList();
            // Then
            await().atMost(LIMIT).until(() -> Files.readString(log).contains("the broker ended with"));
            assertThat(log).content().contains("The embedded broker cannot continue; 0 MiB are free");
            long before = sent.stream().filter(Future::isDone).count();
            assertThat(before).isBetween(1L, RECORDS - 1L);
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(read(broker))
                    .containsExactlyElementsOf(
                            IntStream.range(0, RECORDS).boxed().toList());
        } finally {
            namespace.descendants().forEach(ProcessHandle::destroyForcibly);
            namespace.destroyForcibly();
        }
    }

    private static boolean mayMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/tmp")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(Path disk, BrokerProcess broker, Path log) throws IOException {
        var command = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", SCRIPT, disk.toString()));
        command.addAll(broker.command());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void createTopic(BrokerProcess broker) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static ProducerRecord<Integer, byte[]> record(int number) {
        return new ProducerRecord<>(PARTITION.topic(), number, new byte[BYTES]);
    }

    private static KafkaProducer<Integer, byte[]> producer(BrokerProcess broker) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "acks", "all",
                        "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE)),
                new IntegerSerializer(),
                new ByteArraySerializer());
    }

    private static List<Integer> read(BrokerProcess broker) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new IntegerDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(consumer.assignment());
            var keys = new ArrayList<Integer>();
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> keys.add(record.key()));
                return keys.size() >= RECORDS;
            });
            return keys;
        }
    }
}
