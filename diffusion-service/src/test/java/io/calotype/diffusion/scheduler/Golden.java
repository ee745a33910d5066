package io.calotype.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.TrajectoryStart;
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
    static final List<String> FILES = List.of(
            "flow_match_euler",
            "flow_match_heun",
            "euler",
            "euler_ancestral",
            "heun",
            "dpm2",
            "dpm2_ancestral",
            "lms",
            "ddim",
            "ddpm",
            "pndm",
            "dpmpp_2m",
            "dpmpp_2m_sde",
            "dpmpp_3m",
            "dpmpp_sde",
            "unipc",
            "lcm",
            "tcd");
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

    boolean has(String what) {
        return read(file).tensors().containsKey(variant + "/" + steps + "/" + what);
    }

    /**
     * Returns how far latents may be from those of diffusers, in units of their largest magnitude or of 1.
     *
     * <p>DPM2 ancestral subtracts nearly equal squares where a step goes far, and LMS weighs its slopes up to 2.5 times;
     * there the last bits of diffusers' own floats show. DPM++ SDE asks a Brownian path for its increments at times in
     * float: where a logarithm's last bit differs from PyTorch's, so does a time, and with it the noise a little.
     */
    double allowed() {
        return switch (file) {
            case "lms" -> 3e-5;
            case "dpm2_ancestral" -> 2e-4;
            case "dpmpp_sde" -> 1e-3;
            default -> 1e-5;
        };
    }

    /** Returns the largest difference of two elements. */
    static double difference(float[] own, float[] there) {
        double largest = 0;
        for (int i = 0; i < own.length; i++) {
            double difference = Math.abs(own[i] - there[i]);
            largest = difference <= largest ? largest : difference;
        }
        return own.length == there.length ? largest : Double.NaN;
    }

    static double largest(float[] values) {
        return difference(values, new float[values.length]);
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
