package io.calotype.messaging.kafka;

import io.calotype.contracts.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker whether topics can be used. */
final class TopicCheck {

    private static final int TIMEOUT_MS = 5_000;
    private static final String RETENTION = "retention.ms";

    private final Admin admin;

    TopicCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * What is wrong with topics, by their names.
     *
     * @throws ExecutionException when the broker does not answer
     */
    Map<String, String> problems(TopicNeeds needs) throws ExecutionException, InterruptedException {
        var options =
                new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(TIMEOUT_MS);
        var problems = new TreeMap<>(tooShort(needs.retention()));
        for (var topic :
                admin.describeTopics(needs.all(), options).topicNameValues().entrySet()) {
            problem(topic.getKey(), topic.getValue(), needs)
                    .ifPresent(problem -> problems.put(topic.getKey(), problem));
        }
        return problems;
    }

    private static Optional<String> problem(String topic, KafkaFuture<TopicDescription> answer, TopicNeeds needs)
            throws ExecutionException, InterruptedException {
        try {
            var allowed = answer.get().authorizedOperations();
            if (allowed == null) {
                return Optional.empty();
            }
            if (needs.read().contains(topic) && !allowed.contains(AclOperation.READ)) {
                return Optional.of("may not be read");
            }
            boolean isDenied = needs.written().contains(topic) && !allowed.contains(AclOperation.WRITE);
            return isDenied ? Optional.of("may not be written") : Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.of("is missing");
            }
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.of("may not be described");
            }
            throw e;
        }
    }

    /** Those of the topics that take compressed records; topics whose settings may not be read are left out. */
    Set<String> compressed(Collection<String> topics) throws InterruptedException {
        var compressed = new TreeSet<String>();
        settings(topics, TopicSpec.COMPRESSION).forEach((topic, compression) -> {
            if (!TopicSpec.UNCOMPRESSED.equals(compression)) {
                compressed.add(topic);
            }
        });
        return compressed;
    }

    private Map<String, String> tooShort(Map<String, Duration> retention) throws InterruptedException {
        var problems = new TreeMap<String, String>();
        settings(retention.keySet(), RETENTION).forEach((topic, millis) -> {
            var kept = Duration.ofMillis(Long.parseLong(millis)); // negative: for ever
            var needed = retention.getOrDefault(topic, Duration.ZERO);
            if (!kept.isNegative() && kept.compareTo(needed) < 0) {
                problems.put(topic, "keeps records for " + kept + ", which must be at least " + needed);
            }
        });
        return problems;
    }

    private Map<String, String> settings(Collection<String> topics, String name) throws InterruptedException {
        var resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var settings = new TreeMap<String, String>();
        for (var topic : admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
                .values()
                .entrySet()) {
            try {
                var setting = topic.getValue().get().get(name);
                if (setting != null && setting.value() != null) {
                    settings.put(topic.getKey().name(), setting.value());
                }
            } catch (ExecutionException e) {
                // A topic that is missing or denied is named by the check of the topics themselves.
            }
        }
        return settings;
    }
}
