package io.calotype.local.topic;

import io.calotype.contracts.topic.TopicSpec;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.topic.TopicChange.AddPartitions;
import io.calotype.local.topic.TopicChange.Configure;
import io.calotype.local.topic.TopicChange.Create;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of a cluster. */
public final class ClusterTopics implements AutoCloseable {

    private final Admin admin;

    private ClusterTopics(Admin admin) {
        this.admin = admin;
    }

    /** Connects with the settings of a Kafka client. */
    public static ClusterTopics open(Map<String, Object> client) {
        var settings = new HashMap<String, Object>(Map.of("default.api.timeout.ms", "30000"));
        settings.putAll(client);
        try {
            return new ClusterTopics(Admin.create(settings));
        } catch (KafkaException e) {
            throw new LocalFailure("Cannot connect to Kafka", e);
        }
    }

    /** What is to be done so that the topics are as wanted; more partitions and replicas than wanted are left alone. */
    public List<TopicChange> changes(List<TopicSpec> wanted) {
        return asked(() -> {
            var there = admin.listTopics().names().get();
            var names =
                    wanted.stream().map(TopicSpec::name).filter(there::contains).toList();
            return new TopicPlan(wanted).changes(states(names));
        });
    }

    /** Makes a change; one that is refused is left alone. */
    public void apply(TopicChange change) {
        asked(() -> {
            if (change instanceof Create create) {
                var spec = create.spec();
                var topic =
                        new NewTopic(spec.name(), spec.partitions(), (short) spec.replicas()).configs(spec.config());
                admin.createTopics(List.of(topic)).all().get();
            } else if (change instanceof AddPartitions more) {
                admin.createPartitions(Map.of(more.topic(), NewPartitions.increaseTo(more.wanted())))
                        .all()
                        .get();
            } else if (change instanceof Configure one) {
                var operation =
                        new AlterConfigOp(new ConfigEntry(one.setting(), one.wanted()), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(Map.of(resource(one.topic()), List.of(operation)))
                        .all()
                        .get();
            }
            return change;
        });
    }

    private Map<String, TopicState> states(Collection<String> names) throws ExecutionException, InterruptedException {
        var configs = admin.describeConfigs(
                        names.stream().map(ClusterTopics::resource).toList())
                .all()
                .get();
        var states = new HashMap<String, TopicState>();
        for (var topic : admin.describeTopics(names).allTopicNames().get().values()) {
            var config = Objects.requireNonNull(configs.get(resource(topic.name()))).entries().stream()
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
            int replicas = topic.partitions().get(0).replicas().size();
            states.put(topic.name(), new TopicState(topic.partitions().size(), replicas, config, isEmpty(topic)));
        }
        return states;
    }

    private boolean isEmpty(TopicDescription topic) throws ExecutionException, InterruptedException {
        var first = new HashMap<TopicPartition, OffsetSpec>();
        var last = new HashMap<TopicPartition, OffsetSpec>();
        topic.partitions().forEach(partition -> {
            var one = new TopicPartition(topic.name(), partition.partition());
            first.put(one, OffsetSpec.earliest());
            last.put(one, OffsetSpec.latest());
        });
        var begins = admin.listOffsets(first).all().get();
        var ends = admin.listOffsets(last).all().get();
        return begins.entrySet().stream()
                .allMatch(begin -> begin.getValue().offset()
                        == Objects.requireNonNull(ends.get(begin.getKey())).offset());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | KafkaException e) {
            throw new LocalFailure("The cluster refuses", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
