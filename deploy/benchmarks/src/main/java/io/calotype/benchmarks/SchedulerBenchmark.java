package io.calotype.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.SchedulerFactory;
import io.calotype.diffusion.scheduler.Trajectory;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A step of one image beside the model's call: its input scaled, its prediction applied. Latents are those of 512 x 512 pixels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SchedulerBenchmark {

    private static final Shape LATENTS = Shape.of(4, 64, 64);
    private static final int CALLS = 50; // of the model, which no image of so many steps ends before

    /** Name of the schedule. */
    @Param({"pndm", "euler", "euler_ancestral", "dpmpp_2m_karras", "dpmpp_sde", "unipc", "ddim"})
    public String scheduler = "";

    private Scheduler rule = SchedulerFactory.create(config(), "euler");
    private Trajectory image = begun();
    private FloatBuffer sample = FloatBuffer.allocate(0);

    private static JsonNode config() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_class_name", "EulerDiscreteScheduler")
                .put("beta_schedule", "scaled_linear")
                .put("beta_start", 0.00085)
                .put("beta_end", 0.012)
                .put("num_train_timesteps", 1000);
    }

    private Trajectory begun() {
        return rule.begin(new TrajectoryStart(new Seed(7), LATENTS, CALLS));
    }

    /** Chooses the schedule. */
    @Setup
    public void choose() {
        rule = SchedulerFactory.create(config(), scheduler);
        sample = FloatBuffer.allocate((int) LATENTS.elementCount());
    }

    /** Begins an image. */
    @Setup(Level.Invocation)
    public void begin() {
        image = begun();
    }

    /** Measures a step; the model's prediction is its own input. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public Trajectory step() {
        for (int i = 0; i < CALLS; i++) {
            rule.scaleInput(image, sample.rewind());
            rule.step(image, sample.rewind());
        }
        return image;
    }
}
