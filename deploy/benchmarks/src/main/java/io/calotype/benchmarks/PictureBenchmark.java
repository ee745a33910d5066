package io.calotype.benchmarks;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.pictures.file.Picture;
import io.calotype.pictures.file.PictureFileEncoder;
import io.calotype.pictures.file.Provenance;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a decoder does with a picture once the VAE has made it: smooth shapes with a little noise. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PictureBenchmark {

    /** Pixels a side. */
    @Param({"256", "1024"})
    public int side;

    private FloatBuffer planes = FloatBuffer.allocate(0);
    private Picture picture = new Picture(1, 1, new byte[3]);
    private final Provenance provenance = provenance();

    private static Provenance provenance() {
        var defaults =
                new PackDefaults("pack", new ImageSize(512, 512), 20, 7.5, 0, "euler", "", OutputFormat.PNG, 0.8, 8);
        var spec = PromptParameters.of("a cat sitting on a mat").resolve(defaults, new ImageId("order-4711", 0));
        return new Provenance(spec, new Provenance.Pack("ab".repeat(32), "1"), "1.0");
    }

    /** Draws the picture. */
    @Setup
    public void draw() {
        planes = FloatBuffer.allocate(3 * side * side);
        var noise = new Random(7);
        for (int i = 0; i < planes.capacity(); i++) {
            double x = i % side / (double) side;
            double y = i / side % side / (double) side;
            planes.put(i, (float) (Math.sin(9 * x) * Math.cos(7 * y) + 0.01 * noise.nextGaussian()));
        }
        picture = Picture.fromPlanes(planes, side, side);
    }

    /** From the VAE's planes to bytes. */
    @Benchmark
    public Picture fromPlanes() {
        return Picture.fromPlanes(planes.rewind(), side, side);
    }

    /** A PNG file. */
    @Benchmark
    public byte[] png() {
        return PictureFileEncoder.of(OutputFormat.PNG).encode(picture, provenance);
    }

    /** A JPEG file. */
    @Benchmark
    public byte[] jpeg() {
        return PictureFileEncoder.of(OutputFormat.JPEG).encode(picture, provenance);
    }

    /** A WebP file, without loss. */
    @Benchmark
    public byte[] webp() {
        return PictureFileEncoder.of(OutputFormat.WEBP).encode(picture, provenance);
    }
}
