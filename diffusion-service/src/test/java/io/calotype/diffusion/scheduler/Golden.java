package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What diffusers computes for one variant of a configuration and one count of steps; {@code models/fixtures/schedulers}
 * makes the files again.
 */
record Golden(String file, String variant, int steps) {
    static final List<String> FILES = List.of("flow_match_euler", "euler", "ddim", "dpmpp_2m");
    static final Seed SEED = new Seed(7);
    static final Shape SHAPE = Shape.of(1, 2, 8);
    private static final Map<String, Safetensors> READ = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Golden> all() {
        return FILES.stream().flatMap(file -> read(file).tensors().keySet().stream()
                .filter(name -> name.endsWith("/latents"))
                .map(name -> name.split("/", -1))
                .map(parts -> new Golden(file, parts[0], Integer.parseInt(parts[1]))));
    }

    static Safetensors read(String file) {
        return READ.computeIfAbsent(file, name -> resource("/schedulers/" + name + ".safetensors"));
    }

    private static Safetensors resource(String path) {
        try (var in = Golden.class.getResourceAsStream(path)) {
            return SafetensorsReader.read(ByteBuffer.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode config() {
        return json(read(file).metadata().get(variant));
    }

    Scheduler scheduler() {
        return SchedulerFactory.create(config(), "");
    }

    Trajectory begin(Scheduler scheduler) {
        return scheduler.begin(new TrajectoryStart(SEED, SHAPE, steps));
    }

    float[] numbers(String what) {
        return read(file).require(variant + "/" + steps + "/" + what).toFloatArray();
    }

    /** Makes one step with the formula that stands in for a model, the same as in the recipe. */
    static void step(Scheduler scheduler, Trajectory image) {
        var x = FloatBuffer.allocate(image.latents().length);
        scheduler.scaleInput(image, x);
        for (int i = 0; i < x.limit(); i++) {
            double wave = StrictMath.sin(0.01 * image.timestep() + i);
            x.put(i, 0.5f * x.get(i) + 0.5f * (float) wave);
        }
        scheduler.step(image, x.rewind());
    }

    static void finish(Scheduler scheduler, Trajectory image) {
        while (!image.done()) {
            step(scheduler, image);
        }
    }
}
