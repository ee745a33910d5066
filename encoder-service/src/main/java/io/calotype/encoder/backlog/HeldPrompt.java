package io.calotype.encoder.backlog;

import org.apache.kafka.common.TopicPartition;

/**
 * A prompt that waits for its tenant's turn.
 *
 * @param tenant whose it is
 * @param weight of the tenant
 * @param priority 0 to 9, higher first
 * @param images how many it asks for
 * @param work of all of them: pixels times steps times rows
 * @param megapixelSteps of all of them, as metrics count work
 * @param bytes that it takes in memory
 * @param partition that it was read from
 * @param release has it worked on; called once
 */
public record HeldPrompt(
        String tenant,
        double weight,
        int priority,
        int images,
        long work,
        double megapixelSteps,
        int bytes,
        TopicPartition partition,
        Runnable release) {}
