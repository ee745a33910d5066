package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.cloudevents.CloudEvent;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears every cancellation, from the first that the topic still has, in each process anew.
 *
 * <p>One that cannot be read is passed over with a warning: all processes read it, and again after each start, so dead letters
 * would multiply.
 */
@ApplicationScoped
class CancellationListener {

    private static final Logger LOG = Logger.getLogger(CancellationListener.class);
    private static final String BARE_ID = "cancellation";

    private final Cancellations cancellations;
    private final CancellationCatchUp catchUp;

    CancellationListener(Cancellations cancellations, CancellationCatchUp catchUp) {
        this.cancellations = cancellations;
        this.catchUp = catchUp;
    }

    @Incoming("cancellations")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> cancelled(Message<byte[]> message) {
        var metadata = message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        try {
            var prompt = Events.promptCancelled(event(metadata.getHeaders(), payload(message)));
            cancellations.add(prompt.promptId());
            LOG.debugf("cancelled: %s", prompt.promptId());
        } catch (Refusal refusal) {
            LOG.warnf(
                    "cancellation %s-%d-%d passed over: %s",
                    metadata.getTopic(), metadata.getPartition(), metadata.getOffset(), refusal.getMessage());
        }
        catchUp.heard(metadata.getPartition(), metadata.getOffset());
        return message.ack();
    }

    private static byte[] payload(Message<byte[]> message) {
        var value = (byte @Nullable []) message.getPayload();
        return value == null ? new byte[0] : value;
    }

    private static CloudEvent event(Headers headers, byte[] value) {
        var texts = new HashMap<String, String>();
        for (var header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return Envelope.read(texts, value, new Envelope.Bare(EventTypes.PROMPT_CANCELLED, BARE_ID, Events.SOURCE));
    }
}
