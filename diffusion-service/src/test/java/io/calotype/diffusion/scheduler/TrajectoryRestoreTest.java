package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trajectory that is saved at any step and restored ends in the same bytes, whatever the scheduler. */
class TrajectoryRestoreTest {

    record Interruption(Golden golden, int step) {}

    @Provide
    Arbitrary<Interruption> interruptions() {
        return Arbitraries.of(Golden.all().toList()).flatMap(golden -> Arbitraries.integers()
                .between(0, golden.numbers("timesteps").length)
                .map(step -> new Interruption(golden, step)));
    }

    @Property(tries = 400)
    void restoredTrajectoryEndsInTheSameBytes(@ForAll("interruptions") Interruption interruption) {
        // Given
        var golden = interruption.golden();
        var uninterrupted = golden.begin(golden.scheduler());
        Golden.finish(golden.scheduler(), uninterrupted);
        var saved = saved(golden, interruption.step());
        // When
        var other = golden.scheduler();
        var restored = other.restore(SafetensorsReader.read(ByteBuffer.wrap(saved)));
        int step = restored.step();
        Golden.finish(other, restored);
        // Then
        assertThat(step).isEqualTo(interruption.step());
        assertThat(restored.seed()).isEqualTo(Golden.SEED);
        assertThat(SafetensorsWriter.write(restored.save())).isEqualTo(SafetensorsWriter.write(uninterrupted.save()));
    }

    @Property(tries = 200)
    void soDoesOneThatBeganFromAPicture(@ForAll("interruptions") Interruption interruption) {
        // Given
        var golden = interruption.golden();
        var scheduler = golden.scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, golden.steps());
        var picture = new PictureStart(new float[16], 1 - 0.5 / golden.steps(), PicturePipeline.INPAINTING);
        if (golden.steps() == 1) {
            return;
        }
        var image = scheduler.begin(start, picture);
        while (!image.done() && image.step() < interruption.step()) {
            Golden.step(scheduler, image);
        }
        // When
        var restored = scheduler.restore(image.save());
        Golden.finish(scheduler, image);
        Golden.finish(scheduler, restored);
        // Then
        assertThat(SafetensorsWriter.write(restored.save())).isEqualTo(SafetensorsWriter.write(image.save()));
    }

    @Test
    void savingDoesNotFollowLaterSteps() {
        // Given
        var golden = new Golden("dpmpp_2m", "karras", 4);
        var scheduler = golden.scheduler();
        var image = golden.begin(scheduler);
        Golden.step(scheduler, image);
        Safetensors saved = image.save();
        var then = SafetensorsWriter.write(saved);
        // When
        Golden.finish(scheduler, image);
        // Then
        assertThat(SafetensorsWriter.write(saved)).isEqualTo(then);
    }

    @Test
    void anotherProcessEndsInTheSameBytes(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        var goldens = Golden.all().filter(golden -> golden.steps() == 20).toList();
        for (int i = 0; i < goldens.size(); i++) {
            Files.write(folder.resolve(i + ".saved"), saved(goldens.get(i), 1 + i % 19));
        }
        // When
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoringProcess.class.getName(),
                        folder.toString()))
                .inheritIO()
                .start();
        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        for (int i = 0; i < goldens.size(); i++) {
            var uninterrupted = goldens.get(i).begin(goldens.get(i).scheduler());
            Golden.finish(goldens.get(i).scheduler(), uninterrupted);
            assertThat(Files.readAllBytes(folder.resolve(i + ".finished")))
                    .as("%s", goldens.get(i))
                    .isEqualTo(SafetensorsWriter.write(uninterrupted.save()));
        }
    }

    private static byte[] saved(Golden golden, int step) {
        var scheduler = golden.scheduler();
        var image = golden.begin(scheduler);
        while (image.step() < step) {
            Golden.step(scheduler, image);
        }
        return SafetensorsWriter.write(image.save());
    }
}
