package io.calotype.local.stack;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A user of Kafka who tries what it may do; topics have a record in partition 0. */
final class KafkaCaller implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, Object> client;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final Map<AclOperation, Attempt> onTopics = new EnumMap<>(AclOperation.class);
    private final Map<AclOperation, Attempt> onGroups = new EnumMap<>(AclOperation.class);

    KafkaCaller(Map<String, String> client) {
        this.client = Map.copyOf(client);
        admin = Admin.create(this.client);
        producer = new KafkaProducer<>(withoutIdempotence(), new StringSerializer(), new StringSerializer());
        onTopics.put(AclOperation.READ, this::read);
        onTopics.put(AclOperation.WRITE, topic -> done(producer.send(new ProducerRecord<>(topic, 0, "key", "value"))));
        onTopics.put(
                AclOperation.DESCRIBE,
                topic -> done(admin.describeTopics(List.of(topic)).allTopicNames()));
        onTopics.put(
                AclOperation.DESCRIBE_CONFIGS,
                topic -> done(admin.describeConfigs(List.of(resource(topic))).all()));
        onTopics.put(
                AclOperation.ALTER_CONFIGS,
                topic -> done(admin.incrementalAlterConfigs(Map.of(resource(topic), List.of(forgetAtOnce())))
                        .all()));
        onTopics.put(
                AclOperation.ALTER,
                topic -> done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(99)))
                        .all()));
        onTopics.put(
                AclOperation.CREATE,
                topic -> done(admin.createTopics(List.of(new NewTopic(topic + ".new", 1, (short) 1)))
                        .all()));
        onTopics.put(
                AclOperation.DELETE,
                topic -> done(admin.deleteTopics(List.of(topic)).all()));
        onGroups.put(AclOperation.READ, this::commit);
        onGroups.put(
                AclOperation.DESCRIBE,
                group -> done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        onGroups.put(
                AclOperation.DELETE,
                group -> done(admin.deleteConsumerGroups(List.of(group)).all()));
    }

    /** An idempotent producer that was refused once fails from then on, now and then before it asks. */
    private Map<String, Object> withoutIdempotence() {
        var settings = new HashMap<>(client);
        settings.put("enable.idempotence", "false");
        return settings;
    }

    /** What it may do with a topic. */
    Set<AclOperation> onTopic(String topic) {
        return allowed(onTopics, topic);
    }

    /** What it may do with a consumer group. */
    Set<AclOperation> onGroup(String group) {
        return allowed(onGroups, group);
    }

    private static Set<AclOperation> allowed(Map<AclOperation, Attempt> attempts, String name) {
        return attempts.entrySet().stream()
                .filter(attempt -> isAllowed(attempt.getValue(), name))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isAllowed(Attempt attempt, String name) {
        try {
            attempt.on(name);
            return true;
        } catch (AuthorizationException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw new IllegalStateException(name, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(String topic) {
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            if (consumer.poll(LIMIT).isEmpty()) {
                throw new IllegalStateException("no record in " + topic);
            }
        }
    }

    /** Topics are asked about only once the group has said yes. */
    private void commit(String group) throws ExecutionException, InterruptedException {
        var offsets = Map.of(new TopicPartition("of-nobody", 0), new OffsetAndMetadata(0));
        try {
            done(admin.alterConsumerGroupOffsets(group, offsets).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicAuthorizationException)) {
                throw e;
            }
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static AlterConfigOp forgetAtOnce() {
        return new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
    }

    private static void done(Future<?> answer) throws ExecutionException, InterruptedException {
        answer.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }

    private interface Attempt {
        void on(String name) throws ExecutionException, InterruptedException;
    }
}
