package io.calotype.diffusion.scheduler;

import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The other process of {@link TrajectoryRestoreTest}: finishes every saved trajectory in a folder. */
final class RestoringProcess {
    private RestoringProcess() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var goldens = Golden.all().filter(golden -> golden.steps() == 20).toList();
        for (int i = 0; i < goldens.size(); i++) {
            var scheduler = goldens.get(i).scheduler();
            var saved = SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(folder.resolve(i + ".saved"))));
            var image = scheduler.restore(saved);
            Golden.finish(scheduler, image);
            Files.write(folder.resolve(i + ".finished"), SafetensorsWriter.write(image.save()));
        }
    }
}
