package io.calotype.inprocess;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Measures what one process makes of a pack.
 *
 * <p>Arguments: the pack's folder, the images to make before the count begins, those that count, the most that are under way, and the
 * fields of the prompt event as JSON. It prints one JSON object: {@code images}, {@code seconds}, and {@code cpu_s_per_image}.
 */
public final class InProcess {

    private static final PrintStream OUT = System.out;
    private static final long SLOT_BYTES = 64L << 20; // as the diffusion-service's

    private InProcess() {}

    /** Runs the load; see the class for its arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        var pack = ModelPack.open(Path.of(arguments[0]));
        int warmUp = Integer.parseInt(arguments[1]);
        int images = Integer.parseInt(arguments[2]);
        int underWay = Integer.parseInt(arguments[3]);
        var json = StrictJson.parse(arguments[4].getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES);
        var parameters = PromptParameters.read(new JsonFields(json));
        int cores = Runtime.getRuntime().availableProcessors();
        var others = SessionSettings.cpu(Math.max(1, cores / 2)); // as a stack of one machine
        try (var models = InProcessModels.open(pack, SessionSettings.cpu(cores), others, SLOT_BYTES)) {
            try (var load = new InProcessLoad(models, parameters, warmUp)) {
                load.run(underWay);
            }
            long start = System.nanoTime();
            var before = ProcessorTime.used();
            try (var load = new InProcessLoad(models, parameters, images)) {
                load.run(underWay);
            }
            OUT.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("images", images)
                    .put("seconds", (System.nanoTime() - start) / 1e9)
                    .put("cpu_s_per_image", ProcessorTime.used().minus(before).toNanos() / 1e9 / images));
        }
    }
}
