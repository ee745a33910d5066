package io.calotype.contracts.topic;

import static io.calotype.contracts.topic.Right.Operation.DESCRIBE;
import static io.calotype.contracts.topic.Right.Operation.DESCRIBE_CONFIGS;
import static io.calotype.contracts.topic.Right.Operation.READ;
import static io.calotype.contracts.topic.Right.Operation.WRITE;
import static io.calotype.contracts.topic.Right.Resource.GROUP;
import static io.calotype.contracts.topic.Right.Resource.GROUPS_WITH_PREFIX;
import static io.calotype.contracts.topic.Right.Resource.TOPIC;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one user of Kafka may do, and nothing else.
 *
 * @param name of the service, or of the autoscaler
 * @param reads topics whose records and settings it may read
 * @param writes topics it may write to
 * @param groups consumer groups it may join
 * @param groupPrefixes what the names of its other consumer groups begin with, which are new in every process
 * @param watches topics whose offsets and settings it may see, and groups whose offsets, without their records
 */
public record Principal(
        String name,
        List<String> reads,
        List<String> writes,
        List<String> groups,
        List<String> groupPrefixes,
        Watched watches) {

    /** Topics and consumer groups that may be seen, without records. */
    public record Watched(List<String> topics, List<String> groups) {
        static final Watched NOTHING = new Watched(List.of(), List.of());

        public Watched {
            topics = List.copyOf(topics);
            groups = List.copyOf(groups);
        }
    }

    public Principal {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        groups = List.copyOf(groups);
        groupPrefixes = List.copyOf(groupPrefixes);
    }

    /** The same as entries of Kafka's access-control list; a topic that is read and written has two. */
    public List<Right> rights() {
        return Stream.of(
                        Right.each(TOPIC, reads, READ, DESCRIBE, DESCRIBE_CONFIGS),
                        Right.each(TOPIC, writes, WRITE, DESCRIBE),
                        Right.each(TOPIC, watches.topics(), DESCRIBE, DESCRIBE_CONFIGS),
                        Right.each(GROUP, groups, READ, DESCRIBE),
                        Right.each(GROUPS_WITH_PREFIX, groupPrefixes, READ, DESCRIBE),
                        Right.each(GROUP, watches.groups(), DESCRIBE))
                .flatMap(rights -> rights)
                .toList();
    }
}
