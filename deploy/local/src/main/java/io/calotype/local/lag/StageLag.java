package io.calotype.local.lag;

/**
 * How far one consumer group is behind on one topic.
 *
 * @param members consumers that read now
 * @param records written and not yet committed
 */
public record StageLag(String group, String topic, int members, long records) {}
