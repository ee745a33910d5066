package io.calotype.stage.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The smallest stage: sends on what it received, refuses images of more than 400 steps, and holds those of {@link #HELD_STEPS}. */
@ApplicationScoped
class EchoStage {

    /** The steps of an image that is not sent on before {@link #RELEASE} completes. */
    static final int HELD_STEPS = 399;

    /** The largest value that it stores, in bytes. */
    static final int CLAIM_LIMIT = 65_536;

    static final CompletableFuture<Void> RELEASE = new CompletableFuture<>();

    private final Intake intake;
    private final TensorReceiver receiver;
    private final TensorSender sender;

    EchoStage(Intake intake, TensorReceiver receiver, TensorSender sender) {
        this.intake = intake;
        this.receiver = receiver;
        this.sender = sender;
    }

    @Incoming("embeddings")
    CompletionStage<Void> receive(Message<byte[]> message) {
        return intake.admit(message, delivery -> receiver.receive(delivery, this::echo));
    }

    private CompletionStage<Void> echo(ImageTensors image, Delivery delivery) {
        int steps = image.task().spec().sampling().steps();
        if (steps > 400) {
            throw Refusal.of(ProblemType.UNSUPPORTED, "steps", "steps is more than this stage likes");
        }
        return steps == HELD_STEPS ? RELEASE.thenCompose(released -> send(image, delivery)) : send(image, delivery);
    }

    private CompletionStage<Void> send(ImageTensors image, Delivery delivery) {
        return sender.send(Topics.latents("pictograms"), EventTypes.IMAGE_DENOISED, image, delivery.trace());
    }

    /** Makes the module's test an application with this one stage. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var channel = "mp.messaging.incoming.embeddings.";
            var settings = new HashMap<>(Map.of(
                    "calotype.stage",
                    "denoise",
                    "calotype.in-flight",
                    "3",
                    "calotype.inline-limit",
                    "4096",
                    "quarkus.http.test-port",
                    "0",
                    channel + "connector",
                    "smallrye-kafka",
                    channel + "topic",
                    Topics.embeddings("pictograms"),
                    channel + "group.id",
                    "calotype-echo",
                    channel + "consumer-rebalance-listener.name",
                    "attempts",
                    channel + "failure-strategy",
                    "dead-letter-queue",
                    channel + "dead-letter-queue.topic",
                    Topics.deadLetters(Topics.embeddings("pictograms"))));
            settings.put("calotype.claim-limit", Integer.toString(CLAIM_LIMIT));
            return settings;
        }
    }
}
