package io.calotype.local.topic;

import io.calotype.contracts.topic.TopicSpec;

/** What is to be done to a topic so that it is as the pipeline needs it. */
public sealed interface TopicChange {

    /** The topic's name. */
    String topic();

    /** The topic is not there. */
    record Create(TopicSpec spec) implements TopicChange {

        @Override
        public String topic() {
            return spec.name();
        }

        @Override
        public String toString() {
            return topic() + ": create with " + spec.partitions()
                    + (spec.partitions() == 1 ? " partition" : " partitions");
        }
    }

    /** A setting is another. */
    record Configure(String topic, String setting, String is, String wanted) implements TopicChange {

        @Override
        public String toString() {
            return topic + ": set " + setting + " to " + wanted + ", it is " + is;
        }
    }

    /** The topic has too few partitions and no records, so none changes its partition. */
    record AddPartitions(String topic, int is, int wanted) implements TopicChange {

        @Override
        public String toString() {
            return topic + ": add partitions, " + is + " to " + wanted;
        }
    }

    /** What an operator has to decide. */
    record Refused(String topic, String why) implements TopicChange {

        @Override
        public String toString() {
            return topic + ": cannot be changed here: " + why;
        }
    }
}
