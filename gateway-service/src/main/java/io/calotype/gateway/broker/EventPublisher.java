package io.calotype.gateway.broker;

import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.kafka.TraceHeaders;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes CloudEvents in binary mode, and reports within a bounded time whether the broker has them.
 *
 * <p>It has its own Kafka producer: the stages' channels retry until the broker is back, but here a client waits, and a record
 * that is written after its client got an error would be a prompt that nobody knows of.
 */
@ApplicationScoped
public class EventPublisher {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaProducer<String, byte[]> producer;
    private final RequestTrace trace;
    private final int limit;
    private final AtomicInteger underWay = new AtomicInteger();

    EventPublisher(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config, RequestTrace trace) {
        this.trace = trace;
        this.limit = config.publishing();
        this.producer = new KafkaProducer<>(
                settings(kafka, config.publishTimeout()), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, Duration timeout) {
        var settings = new HashMap<>(kafka);
        int half = (int) timeout.toMillis() / 2;
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, half * 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, half);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) half);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 10_000L);
        return settings;
    }

    /**
     * Publishes an event, as part of the trace of the current request.
     *
     * @return when the broker wrote it, once all in-sync replicas have it; fails with {@link BrokerAway} otherwise
     */
    public Uni<Instant> publish(String topic, String key, CloudEvent event) {
        var context = trace.current();
        return Uni.createFrom()
                .<Instant>emitter(emitter -> send(record(topic, key, event, context), emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private static ProducerRecord<String, byte[]> record(String topic, String key, CloudEvent event, Context context) {
        var record = KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event);
        TraceHeaders.inject(context, record.headers());
        return record;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback reports the same
    private void send(ProducerRecord<String, byte[]> record, UniEmitter<? super Instant> emitter) {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            emitter.fail(new BrokerAway("too many events wait for the broker"));
            return;
        }
        try {
            producer.send(record, (written, failure) -> {
                underWay.decrementAndGet();
                if (failure == null) {
                    emitter.complete(Instant.ofEpochMilli(written.timestamp()));
                } else {
                    emitter.fail(new BrokerAway("the broker does not answer", failure));
                }
            });
        } catch (RuntimeException e) {
            underWay.decrementAndGet();
            emitter.fail(new BrokerAway("the broker does not answer", e));
        }
    }

    @PreDestroy
    void close() {
        producer.close(CLOSE);
    }
}
