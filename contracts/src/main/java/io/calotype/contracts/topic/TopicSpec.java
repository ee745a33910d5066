package io.calotype.contracts.topic;

import java.util.Map;

/**
 * A topic to create.
 *
 * @param partitions the most replicas of a stage that can share it
 * @param config Kafka topic settings by name
 */
public record TopicSpec(String name, int partitions, Map<String, String> config) {
    public TopicSpec {
        config = Map.copyOf(config);
    }
}
