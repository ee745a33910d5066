package io.calotype.diffusion.denoise;

import io.calotype.inference.lora.LoraStack;
import io.calotype.inference.lora.LoraStacks;
import io.calotype.inference.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The denoising model: a step of it advances all images of a group, each at its own timestep, guidance rows included.
 *
 * <p>Rows are computed independently, so a picture does not depend on its batch-mates, nor on how many calls a step makes at the same
 * time; that is a property of the model's graph and is tested with the built-in pack. A model whose timestep is a scalar is called for
 * each distinct timestep in turn. Not thread-safe.
 */
public final class Denoiser implements StepModel, AutoCloseable {

    private final List<ModelCaller> callers;
    private final SideBySide sideBySide = new SideBySide();
    private final boolean timestepPerRow;
    private final LoraStacks loras;
    private final Consumer<List<Denoising>> callOnce = this::callOnce;

    /**
     * A denoiser over a loaded model, which it does not close.
     *
     * @param adapters of the model, closed with this; they say how many calls a step makes at the same time
     * @param slotBytes how much memory the preallocated tensors of different batch sizes and shapes may take together
     */
    public Denoiser(OnnxModel model, DenoiserInputs inputs, CallAdapters adapters, long slotBytes) {
        timestepPerRow = inputs.timestepPerRow();
        loras = adapters.loras();
        long bytes = slotBytes / adapters.controls().size();
        callers = adapters.controls().stream()
                .map(controls -> new ModelCaller(
                        new CallCache((rows, key) -> new StepCall(model, inputs, adapters, rows, key), bytes),
                        controls))
                .toList();
    }

    @Override
    public void step(List<Denoising> images) {
        if (timestepPerRow) {
            call(images);
            return;
        }
        var waiting = new ArrayList<>(images);
        while (!waiting.isEmpty()) {
            float timestep = waiting.get(0).trajectory().timestep();
            var together = waiting.stream()
                    .filter(image -> image.trajectory().timestep() == timestep)
                    .toList();
            waiting.removeIf(image -> image.trajectory().timestep() == timestep);
            call(together);
        }
    }

    private void call(List<Denoising> images) {
        if (loras.any()) {
            loras.groups(images, Denoising::loras).forEach(group -> Halves.call(group, callOnce));
        } else {
            Halves.call(images, callOnce);
        }
    }

    private void callOnce(List<Denoising> images) {
        var rows = Row.of(images);
        var stack = stack(images);
        int parts = Math.min(callers.size(), rows.size());
        var calls = new ArrayList<Supplier<List<FloatBuffer>>>();
        for (int part = 0; part < parts; part++) {
            var caller = callers.get(part);
            var own = rows.subList(part * rows.size() / parts, (part + 1) * rows.size() / parts);
            calls.add(() -> caller.call(own, stack));
        }
        advance(images, sideBySide.call(calls).stream().flatMap(List::stream).toList());
    }

    private @Nullable LoraStack stack(List<Denoising> images) {
        if (!loras.any()) {
            return null;
        }
        return loras.get(images.stream().map(Denoising::loras).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static void advance(List<Denoising> images, List<FloatBuffer> predictions) {
        int row = 0;
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            var prediction = predictions.get(row++);
            if (image.negative() != null) {
                image.guidance().apply(prediction, predictions.get(row++));
            }
            image.step(prediction);
        }
    }

    @Override
    public void close() {
        sideBySide.close();
        callers.forEach(ModelCaller::close);
        loras.close();
    }
}
