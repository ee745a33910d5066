package io.calotype.local.lag;

import io.calotype.local.failure.LocalFailure;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
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

    private record Group(
            String name, Collection<MemberDescription> members, Map<TopicPartition, OffsetAndMetadata> committed) {

        Stream<String> topics() {
            var assigned = members.stream().flatMap(member -> member.assignment().topicPartitions().stream());
            return Stream.concat(committed.keySet().stream(), assigned).map(TopicPartition::topic);
        }

        long done(TopicPartition partition) {
            var offset = committed.get(partition);
            return offset == null ? 0 : offset.offset();
        }
    }

    private LagReader() {}

    /** The lag of every stage on every topic that it reads, sorted by group and topic. */
    public static List<StageLag> read(String bootstrapServers) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "5000", "request.timeout.ms", "5000");
        try (var admin = Admin.create(settings);
                var backlog = new Backlog(bootstrapServers)) {
            var groups = groups(admin);
            var ends = ends(admin, groups);
            return groups.stream().flatMap(group -> lags(group, ends, backlog)).toList();
        } catch (ExecutionException e) {
            throw new LocalFailure("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    private static List<Group> groups(Admin admin) throws ExecutionException, InterruptedException {
        var names = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .filter(LagReader::isBacklog)
                .toList();
        var committed = admin.listConsumerGroupOffsets(names.stream()
                        .collect(Collectors.toMap(name -> name, name -> new ListConsumerGroupOffsetsSpec())))
                .all()
                .get();
        return admin.describeConsumerGroups(names).all().get().values().stream()
                .map(group ->
                        new Group(group.groupId(), group.members(), committed.getOrDefault(group.groupId(), Map.of())))
                .sorted(Comparator.comparing(Group::name))
                .toList();
    }

    private static boolean isBacklog(String group) {
        return group.startsWith(OURS) && !PRIVATE.matcher(group).matches() && !group.startsWith(DEADLINES);
    }

    private static Stream<StageLag> lags(Group group, Map<TopicPartition, Long> ends, Backlog backlog) {
        var topics = group.topics().collect(Collectors.toSet());
        var byTopic = new TreeMap<String, Long>();
        ends.forEach((partition, end) -> {
            if (topics.contains(partition.topic())) {
                byTopic.merge(partition.topic(), backlog.records(partition, group.done(partition), end), Long::sum);
            }
        });
        return byTopic.entrySet().stream()
                .map(topic -> new StageLag(
                        group.name(), topic.getKey(), group.members().size(), topic.getValue()));
    }

    /** The ends of all partitions: one that nobody has during a rebalance, or that has no commit yet, waits too. */
    private static Map<TopicPartition, Long> ends(Admin admin, List<Group> groups)
            throws ExecutionException, InterruptedException {
        var topics = groups.stream().flatMap(Group::topics).collect(Collectors.toSet());
        var latest = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
