package io.calotype.messaging.kafka;

import io.calotype.contracts.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
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

    /** What is wrong with the compression of topics, by their names. */
    Map<String, String> compression(Collection<String> topics) throws InterruptedException {
        return settings(
                topics,
                TopicSpec.COMPRESSION,
                (topic, compression) -> TopicSpec.UNCOMPRESSED.equals(compression)
                        ? Optional.empty()
                        : Optional.of("is not " + TopicSpec.UNCOMPRESSED));
    }

    private Map<String, String> tooShort(Map<String, Duration> retention) throws InterruptedException {
        return settings(
                retention.keySet(),
                RETENTION,
                (topic, millis) -> tooShort(millis, retention.getOrDefault(topic, Duration.ZERO)));
    }

    private static Optional<String> tooShort(String millis, Duration needed) {
        var kept = Duration.ofMillis(Long.parseLong(millis)); // negative: for ever
        return kept.isNegative() || kept.compareTo(needed) >= 0
                ? Optional.empty()
                : Optional.of("keeps records for " + kept + ", which must be at least " + needed);
    }

    /** What is wrong with a setting of topics; a topic that is missing is named by the check of the topics themselves. */
    private Map<String, String> settings(
            Collection<String> topics, String name, BiFunction<String, String, Optional<String>> problem)
            throws InterruptedException {
        var resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var problems = new TreeMap<String, String>();
        for (var topic : admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
                .values()
                .entrySet()) {
            var topicName = topic.getKey().name();
            setting(topic.getValue(), name, value -> problem.apply(topicName, value))
                    .ifPresent(found -> problems.put(topicName, found));
        }
        return problems;
    }

    private static Optional<String> setting(
            KafkaFuture<Config> answer, String name, Function<String, Optional<String>> problem)
            throws InterruptedException {
        try {
            return Optional.ofNullable(answer.get().get(name))
                    .map(ConfigEntry::value)
                    .flatMap(problem);
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException
                    ? Optional.of("may not be seen (DescribeConfigs)")
                    : Optional.empty();
        }
    }
}
