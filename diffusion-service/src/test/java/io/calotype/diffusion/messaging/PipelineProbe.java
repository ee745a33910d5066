package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.TopicProbe;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The encoder before and the decoder after the service, as far as a test needs them. */
record PipelineProbe(TopicProbe topics) implements AutoCloseable {

    static final String EMBEDDINGS = Topics.embeddings("pictograms");
    static final String LATENTS = Topics.latents("pictograms");
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Sends an embedding; returns its partition. */
    int send(EmbeddedImage image) {
        return topics.send(EMBEDDINGS, image.id().toString(), image.value()).partition();
    }

    void cancel(ImageId id) {
        decide(new PromptCancelled(id.promptId(), Owners.PIPELINE));
    }

    void decide(PromptDecision decision) {
        topics.send(KafkaMessageFactory.<String>createWriter(Topics.CANCELLATIONS, decision.promptId())
                .writeBinary(Events.of(decision)));
    }

    ConsumerRecord<String, byte[]> await(String topic, ImageId id) {
        return await(topic, 1, id).get(0);
    }

    List<ConsumerRecord<String, byte[]>> await(String topic, int count, ImageId id) {
        return topics.await(topic, count, LIMIT, record -> id.toString().equals(record.key()));
    }

    /** The latents of an image that was sent more than once, by turn. */
    Tensor latents(EmbeddedImage image, int turn) {
        var record = await(LATENTS, turn + 1, image.id()).get(turn);
        return ImageTensors.parse(ByteBuffer.wrap(record.value())).require("latents");
    }

    static CloudEvent event(ConsumerRecord<String, byte[]> record) {
        var headers = new HashMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return Envelope.read(headers, record.value(), new Envelope.Bare("", "", ""));
    }

    static String type(ConsumerRecord<String, byte[]> record) {
        return text(record.headers().lastHeader("ce_type").value());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        topics.close();
    }
}
