package io.calotype.local.topic;

import io.calotype.contracts.topic.TopicSpec;
import io.calotype.local.topic.TopicChange.AddPartitions;
import io.calotype.local.topic.TopicChange.Configure;
import io.calotype.local.topic.TopicChange.Create;
import io.calotype.local.topic.TopicChange.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the topics that the pipeline needs with those that a cluster has; more partitions than needed are fine. */
record TopicPlan(List<TopicSpec> wanted) {

    /** What is to be done, topic by topic; nothing where all is as wanted. */
    List<TopicChange> changes(Map<String, TopicState> cluster) {
        var changes = new ArrayList<TopicChange>();
        for (var spec : wanted) {
            var state = cluster.get(spec.name());
            if (state == null) {
                changes.add(new Create(spec));
            } else {
                compare(spec, state, changes);
            }
        }
        return changes;
    }

    private void compare(TopicSpec spec, TopicState state, List<TopicChange> changes) {
        if (state.partitions() < spec.partitions()) {
            changes.add(partitions(spec, state));
        }
        if (state.replicas() < spec.replicas()) {
            var why = "it has " + state.replicas() + " replicas, not " + spec.replicas()
                    + "; move it with kafka-reassign-partitions.sh";
            changes.add(new Refused(spec.name(), why));
        }
        new TreeMap<>(spec.config()).forEach((setting, value) -> {
            var is = state.config().getOrDefault(setting, "");
            if (!is.equals(value) && !wouldStopWrites(setting, value, state)) {
                changes.add(new Configure(spec.name(), setting, is, value));
            }
        });
    }

    /** A topic takes no records while fewer replicas than this are in sync. */
    private static boolean wouldStopWrites(String setting, String value, TopicState state) {
        return setting.equals("min.insync.replicas") && Integer.parseInt(value) > state.replicas();
    }

    /** A key's records would continue in another partition, out of order and beyond the reach of their marks. */
    private static TopicChange partitions(TopicSpec spec, TopicState state) {
        if (state.isEmpty()) {
            return new AddPartitions(spec.name(), state.partitions(), spec.partitions());
        }
        var why = "it has " + state.partitions() + " partitions, not " + spec.partitions()
                + ", and records that would no longer be beside those of the same key; empty it first";
        return new Refused(spec.name(), why);
    }
}
