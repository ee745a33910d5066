package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is committed of a partition on which a record is unfinished while later ones are done. */
@QuarkusTest
@TestProfile(EchoStage.Profile.class)
@WithTestResource(EmbeddedParts.class)
class UnfinishedRecordIT {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");
    private static final String GROUP = "calotype-echo";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private TopicProbe probe;
    private Admin admin;

    @BeforeEach
    void open() {
        probe = new TopicProbe(bootstrapServers);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @AfterEach
    void close() {
        probe.close();
        admin.close();
    }

    @Test
    void aRebalanceCommitsUpToTheUnfinishedRecordAndItsEndCommitsTheRest() {
        // Given
        var held = send(EchoStage.HELD_STEPS);
        send(20);
        var last = send(20);
        // When
        rebalanceTwice();
        // Then
        await().during(Duration.ofSeconds(3)).atMost(LIMIT).untilAsserted(() -> assertThat(committed())
                .isLessThanOrEqualTo(held.offset()));
        // When
        EchoStage.RELEASE.complete(null);
        // Then
        await().atMost(LIMIT).untilAsserted(() -> assertThat(committed()).isEqualTo(last.offset() + 1));
    }

    /** Sends an image to partition 0 and, unless the stage holds it, waits until it was sent on. */
    private RecordMetadata send(int steps) {
        var id = new ImageId(UUID.randomUUID().toString(), 0);
        var spec = Samples.spec(new ImageSize(256, 256), Samples.sampling(steps, 3, new Seed(7)));
        var task = Samples.task(id, spec, "0".repeat(64));
        var image = new ImageTensors(task, Map.of("latents", Tensor.ofFloats(Shape.of(8), new float[8])));
        var sent = probe.send(new ProducerRecord<>(EMBEDDINGS, 0, id.toString(), image.toSafetensors()));
        if (steps != EchoStage.HELD_STEPS) {
            probe.await(Topics.latents("pictograms"), 1, LIMIT, record -> id.toString()
                    .equals(record.key()));
        }
        return sent;
    }

    /** A second member of the group joins, has partitions, and leaves; it never commits. */
    private void rebalanceTwice() {
        try (var other = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        GROUP,
                        "enable.auto.commit",
                        "false",
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(EMBEDDINGS));
            await().atMost(LIMIT).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
        }
    }

    private long committed() throws Exception {
        var partition = new TopicPartition(EMBEDDINGS, 0);
        var offset = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return offset == null ? 0 : offset.offset();
    }
}
