package io.calotype.local.stack;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** How long topics keep their records. */
final class Retention {

    private static final int TO_THE_END = -1;
    private static final int SEGMENTS = 6;

    private Retention() {}

    /** Lets the broker delete records of that age; it deletes whole segments, so those are made short. */
    static void set(String kafka, Duration retention, String... topics) {
        var settings =
                List.of(set("retention.ms", retention.toMillis()), set("segment.ms", retention.toMillis() / SEGMENTS));
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(Arrays.stream(topics)
                            .collect(Collectors.toMap(
                                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), topic -> settings)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AlterConfigOp set(String name, long value) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(value)), AlterConfigOp.OpType.SET);
    }

    /** Deletes all records of a topic. */
    static void deleteAll(String kafka, String topic) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            admin.deleteRecords(IntStream.range(0, partitions)
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .collect(Collectors.toMap(
                                    Function.identity(), partition -> RecordsToDelete.beforeOffset(TO_THE_END))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
