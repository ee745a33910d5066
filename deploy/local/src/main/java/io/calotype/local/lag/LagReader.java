package io.calotype.local.lag;

import io.calotype.local.failure.LocalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads the lag of Calotype's consumer groups. */
public final class LagReader {

    private static final String OURS = "calotype-";
    // Who reads all of a topic has a group of its own, named by a UUID, that commits nothing and is nobody's backlog.
    private static final Pattern PRIVATE = Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    // Prompts wait in these groups until their deadline, whatever became of them.
    private static final String DEADLINES = "calotype-deadlines";

    private LagReader() {}

    /** The lag of every stage on every topic that it reads, sorted by group and topic. */
    public static List<StageLag> read(String bootstrapServers) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "5000", "request.timeout.ms", "5000");
        try (var admin = Admin.create(settings);
                var backlog = new Backlog(bootstrapServers)) {
            var lags = new ArrayList<StageLag>();
            for (var group : groups(admin)) {
                lags.addAll(lags(admin, group, backlog));
            }
            return lags;
        } catch (ExecutionException e) {
            throw new LocalFailure("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    private static List<String> groups(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .filter(LagReader::isBacklog)
                .sorted()
                .toList();
    }

    private static boolean isBacklog(String group) {
        return group.startsWith(OURS) && !PRIVATE.matcher(group).matches() && !group.startsWith(DEADLINES);
    }

    private static List<StageLag> lags(Admin admin, String group, Backlog backlog)
            throws ExecutionException, InterruptedException {
        var members = members(admin, group);
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var topics = Stream.concat(
                        committed.keySet().stream(),
                        members.stream().flatMap(member -> member.assignment().topicPartitions().stream()))
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
        var latest = partitions(admin, topics).collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
        var byTopic = new TreeMap<String, Long>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> {
            OffsetAndMetadata done = committed.get(partition);
            long records = backlog.records(partition, done == null ? 0 : done.offset(), end.offset());
            byTopic.merge(partition.topic(), records, Long::sum);
        });
        return byTopic.entrySet().stream()
                .map(topic -> new StageLag(group, topic.getKey(), members.size(), topic.getValue()))
                .toList();
    }

    /** All partitions: one that nobody has during a rebalance, or that has no commit yet, waits too. */
    private static Stream<TopicPartition> partitions(Admin admin, Set<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())));
    }

    private static List<MemberDescription> members(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .flatMap(description -> description.members().stream())
                .toList();
    }
}
