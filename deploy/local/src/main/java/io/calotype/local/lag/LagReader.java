package io.calotype.local.lag;

import io.calotype.local.failure.LocalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Reads the lag of Calotype's consumer groups. */
public final class LagReader {

    private static final String OURS = "calotype-";

    private LagReader() {}

    /** The lag of every stage on every topic that it has committed to, sorted by group and topic. */
    public static List<StageLag> read(String bootstrapServers) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "5000", "request.timeout.ms", "5000");
        try (var admin = Admin.create(settings)) {
            var lags = new ArrayList<StageLag>();
            for (var group : groups(admin)) {
                lags.addAll(lags(admin, group));
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
                .filter(group -> group.startsWith(OURS))
                .sorted()
                .toList();
    }

    private static List<StageLag> lags(Admin admin, String group) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var latest = committed.keySet().stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
        var byTopic = new TreeMap<String, Long>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> {
            OffsetAndMetadata done = committed.get(partition);
            byTopic.merge(partition.topic(), end.offset() - (done == null ? 0 : done.offset()), Long::sum);
        });
        int members = members(admin, group);
        return byTopic.entrySet().stream()
                .map(topic -> new StageLag(group, topic.getKey(), members, topic.getValue()))
                .toList();
    }

    private static int members(Admin admin, String group) throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .mapToInt(description -> description.members().size())
                .sum();
    }
}
