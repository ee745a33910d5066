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
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that takes longer than Kafka lets a consumer be silent, and a topic that grows meanwhile. */
@Tag("long")
@QuarkusTest
@TestProfile(LongStepIT.Impatient.class)
@WithTestResource(EmbeddedParts.class)
class LongStepIT {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");
    private static final String LATENTS = Topics.latents("pictograms");
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(4);

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
    void itsConsumerStaysInTheGroupAndItIsDoneOnce() throws Exception {
        // Given
        var held = send(EchoStage.HELD_STEPS, 0);
        var other = send(20, 1);
        probe.await(LATENTS, 1, LIMIT, record -> isOf(other, record));
        var member = member();
        // When
        Thread.sleep(POLL_INTERVAL.multipliedBy(3).toMillis());
        // Then
        assertThat(member()).isEqualTo(member);
        // When
        EchoStage.RELEASE.complete(null);
        probe.await(LATENTS, 1, LIMIT, record -> isOf(held, record));
        var last = send(20, 0);
        // Then
        assertThat(probe.await(LATENTS, 2, LIMIT, record -> isOf(held, record) || isOf(last, record)))
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder(held, last);
    }

    @Test
    void aNewPartitionIsReadToo() throws Exception {
        // Given
        int partitions = partitions();
        // When
        admin.createPartitions(Map.of(EMBEDDINGS, NewPartitions.increaseTo(partitions + 1)))
                .all()
                .get();
        await().atMost(LIMIT).until(() -> partitions() > partitions);
        probe.close();
        probe = new TopicProbe(bootstrapServers);
        var image = send(20, partitions);
        // Then
        probe.await(LATENTS, 1, LIMIT, record -> isOf(image, record));
    }

    private String send(int steps, int partition) {
        var id = new ImageId(UUID.randomUUID().toString(), 0);
        var spec = Samples.spec(new ImageSize(256, 256), Samples.sampling(steps, 3, new Seed(7)));
        var task = Samples.task(id, spec, "0".repeat(64));
        var image = new ImageTensors(task, Map.of("latents", Tensor.ofFloats(Shape.of(8), new float[8])));
        probe.send(new ProducerRecord<>(EMBEDDINGS, partition, id.toString(), image.toSafetensors()));
        return id.toString();
    }

    private static boolean isOf(String image, ConsumerRecord<String, byte[]> record) {
        return image.equals(record.key());
    }

    /** The group's one member; a consumer that was thrown out comes back as another. */
    private String member() throws Exception {
        var members = admin.describeConsumerGroups(List.of("calotype-echo"))
                .all()
                .get()
                .get("calotype-echo")
                .members();
        assertThat(members).hasSize(1);
        return members.iterator().next().consumerId();
    }

    private int partitions() throws Exception {
        return admin.describeTopics(List.of(EMBEDDINGS))
                .allTopicNames()
                .get()
                .get(EMBEDDINGS)
                .partitions()
                .size();
    }

    /** A consumer that may be silent for a few seconds only. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(new EchoStage.Profile().getConfigOverrides());
            settings.put(
                    "mp.messaging.incoming.embeddings.max.poll.interval.ms", Long.toString(POLL_INTERVAL.toMillis()));
            settings.put("mp.messaging.connector.smallrye-kafka.metadata.max.age.ms", "2000");
            return settings;
        }
    }
}
