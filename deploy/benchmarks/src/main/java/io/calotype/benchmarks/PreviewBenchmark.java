package io.calotype.benchmarks;

import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.noise.TorchGenerator;
import io.calotype.diffusion.preview.LatentColours;
import io.calotype.diffusion.preview.PreviewJpeg;
import io.calotype.inference.pack.PreviewFactors;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Noise and previews of latents [C, side, side]. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PreviewBenchmark {

    private static final int CHANNELS = 4;
    private static final int MOST_BYTES = 1 << 15;

    /** Latents a side. */
    @Param({"16", "64"})
    public int side;

    private final LatentColours colours = LatentColours.of(
            new PreviewFactors(Collections.nCopies(CHANNELS, List.of(0.3, -0.2, 0.1)), List.of(0.0, 0.1, 0.2)));
    private final PreviewJpeg jpeg = new PreviewJpeg(MOST_BYTES);
    private float[] latents = {};
    private int[] drawn = {};

    /** Fills the latents. */
    @Setup
    public void draw() {
        latents = noise();
        drawn = colours();
    }

    /** The noise that an image begins with, torch's numbers. */
    @Benchmark
    public float[] noise() {
        float[] noise = new float[CHANNELS * side * side];
        new TorchGenerator(new Seed(7)).fillNormal(noise);
        return noise;
    }

    /** The colours of latents. */
    @Benchmark
    public int[] colours() {
        return colours.of(latents, Shape.of(CHANNELS, side, side));
    }

    /** A preview of colours. */
    @Benchmark
    public Optional<byte[]> jpeg() {
        return jpeg.encode(drawn, side, side);
    }
}
