package io.calotype.benchmarks;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.cloudevents.CloudEvent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What goes through Kafka: a prompt's event, and the embeddings of Stable Diffusion 1.5 as safetensors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecordBenchmark {

    private static final Shape EMBEDDINGS = Shape.of(77, 768);

    private final PromptRequested prompt =
            new PromptRequested(Origin.of("order-4711", "/shop"), PromptParameters.of("a cat sitting on a mat"));
    private final CloudEvent event = Events.of(prompt);
    private final Safetensors embeddings = new Safetensors(
            Map.of("prompt_id", "order-4711"),
            Map.of("prompt_embeds", embedding(), "negative_prompt_embeds", embedding()));
    private final byte[] file = SafetensorsWriter.write(embeddings);

    private static Tensor embedding() {
        return Tensor.ofFloats(EMBEDDINGS, new float[(int) EMBEDDINGS.elementCount()]);
    }

    /** Writes the prompt. */
    @Benchmark
    public CloudEvent writePrompt() {
        return Events.of(prompt);
    }

    /** Reads and checks the prompt. */
    @Benchmark
    public PromptRequested readPrompt() {
        return Events.promptRequested(event);
    }

    /** Writes 473 KB of embeddings. */
    @Benchmark
    public byte[] writeEmbeddings() {
        return SafetensorsWriter.write(embeddings);
    }

    /** Reads and checks them. */
    @Benchmark
    public Safetensors readEmbeddings() {
        return SafetensorsReader.read(ByteBuffer.wrap(file));
    }
}
