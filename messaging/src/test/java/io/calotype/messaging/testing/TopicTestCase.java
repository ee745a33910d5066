package io.calotype.messaging.testing;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a service between a real broker and a real store, seen from its topics; each test has an id of its own. */
public abstract class TopicTestCase {

    protected static final Duration LIMIT = Duration.ofSeconds(30);

    protected final String id = "p-" + UUID.randomUUID();
    protected TopicProbe probe;

    @BeforeEach
    protected final void connect() {
        probe = new TopicProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterEach
    protected final void disconnect() {
        probe.close();
    }

    /** How long records are waited for. */
    protected Duration limit() {
        return LIMIT;
    }

    /** Waits for records whose keys begin with this test's id. */
    protected final List<ConsumerRecord<String, byte[]>> mine(String topic, int count) {
        return mine(topic, count, limit());
    }

    protected final List<ConsumerRecord<String, byte[]>> mine(String topic, int count, Duration within) {
        return probe.await(
                topic,
                count,
                within,
                record -> record.key() != null && record.key().startsWith(id));
    }
}
