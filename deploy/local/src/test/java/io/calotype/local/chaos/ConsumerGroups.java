package io.calotype.local.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The stages' consumer groups, as an operator sees them. */
final class ConsumerGroups {

    private ConsumerGroups() {}

    /** Resets all groups to the earliest offsets, as {@code kafka-consumer-groups --reset-offsets} does; they must be idle. */
    static void resetToEarliest(String kafka) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            var groups = admin.listGroups().all().get().stream()
                    .map(group -> group.groupId())
                    .filter(group -> group.startsWith("calotype-") && !group.contains("cancellations"))
                    .toList();
            for (var group : groups) {
                resetToEarliest(admin, group);
            }
        }
    }

    private static void resetToEarliest(Admin admin, String group) throws ExecutionException, InterruptedException {
        var partitions = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet();
        var earliest = admin.listOffsets(partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest())))
                .all()
                .get();
        var reset = new HashMap<TopicPartition, OffsetAndMetadata>();
        earliest.forEach((partition, offset) -> reset.put(partition, new OffsetAndMetadata(offset.offset())));
        if (!reset.isEmpty()) {
            admin.alterConsumerGroupOffsets(group, reset).all().get();
        }
    }
}
