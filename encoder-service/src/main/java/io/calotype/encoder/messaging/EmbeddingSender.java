package io.calotype.encoder.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.text.Conditioning;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.TensorSender;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** Sends one image to its denoiser, and publishes its progress. */
@Startup
@ApplicationScoped
class EmbeddingSender {

    private final TensorSender sender;
    private final Outbox outbox;
    private final DistributionSummary work;

    EmbeddingSender(TensorSender sender, Outbox outbox, MeterRegistry registry) {
        this.sender = sender;
        this.outbox = outbox;
        this.work = DistributionSummary.builder("calotype.encode.work")
                .description("Work that images are for their denoisers")
                .baseUnit("megapixel.steps")
                .register(registry);
    }

    /** Sends progress first, so that it is not behind the denoiser's; completes when the broker has the record. */
    CompletionStage<Void> send(ImageTask task, Conditioning conditioning, Context trace) {
        var encoded = ImageProgress.encoded(task, conditioning.tokens().shown());
        outbox.progress(encoded.withWarnings(conditioning.warnings()), trace);
        var topic = Topics.embeddings(task.spec().model());
        return sender.send(topic, EventTypes.PROMPT_EMBEDDED, new ImageTensors(task, conditioning.tensors()), trace)
                .thenRun(() -> work.record(task.spec().megapixelSteps()));
    }

    /** Removes tensors that an earlier try may have stored, once the image has ended; blocks on the object store. */
    void discard(RequestedImage image, String packDigest) {
        sender.discard(image, packDigest);
    }
}
