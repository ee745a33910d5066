package io.calotype.local.topic;

import java.util.Map;

/**
 * A topic as a cluster has it.
 *
 * @param config the settings in effect, whoever set them
 * @param isEmpty whether no partition holds a record
 */
record TopicState(int partitions, int replicas, Map<String, String> config, boolean isEmpty) {
    TopicState {
        config = Map.copyOf(config);
    }
}
