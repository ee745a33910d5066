package io.calotype.local.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that is left of a run for anybody to see: topics, bucket, lag, and what the processes said.
 *
 * @param records of all topics, from the beginning, by topic
 * @param objects of the bucket, by key
 * @param lags records that wait, by group and topic
 * @param said logs and metrics, by name
 */
record Evidence(
        Map<String, List<ConsumerRecord<String, byte[]>>> records,
        Map<String, StoredObject> objects,
        Map<String, Long> lags,
        Map<String, String> said) {

    /** An object of the bucket. */
    record StoredObject(String sha256, String etag, Instant lastModified, long size) {}

    List<ConsumerRecord<String, byte[]>> topic(String name) {
        return records.getOrDefault(name, List.of());
    }
}
