package io.calotype.diffusion.denoise;

import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The denoising model: one call advances all images of a group by one step, each at its own timestep, guidance rows
 * included.
 *
 * <p>Rows are computed independently, so a picture does not depend on its batch-mates; that is a property of the model's graph
 * and is tested with the built-in pack. A model whose timestep is a scalar is called once for each distinct timestep. Not
 * thread-safe.
 */
public final class Denoiser implements StepModel, AutoCloseable {

    private final CallCache calls;
    private final boolean timestepPerRow;
    private final CallAdapters adapters;
    private final Consumer<List<Denoising>> callOnce = this::callOnce;

    /**
     * A denoiser over a loaded model, which it does not close.
     *
     * @param adapters of the model; closed with this
     * @param slotBytes how much memory the preallocated tensors of different batch sizes and shapes may take together
     */
    public Denoiser(OnnxModel model, DenoiserInputs inputs, CallAdapters adapters, long slotBytes) {
        timestepPerRow = inputs.timestepPerRow();
        this.adapters = adapters;
        calls = new CallCache((rows, key) -> new StepCall(model, inputs, adapters, rows, key), slotBytes);
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
        if (adapters.loras().any()) {
            adapters.loras().groups(images, Denoising::loras).forEach(group -> Halves.call(group, callOnce));
        } else {
            Halves.call(images, callOnce);
        }
    }

    private void callOnce(List<Denoising> images) {
        var call = calls.get(rows(images), images.get(0).key());
        fill(call, images);
        call.run(brought(call, images));
        advance(call, images);
    }

    /** What LoRAs and control models give the call. */
    private List<FedInputs> brought(StepCall call, List<Denoising> images) {
        if (!adapters.loras().any() && !adapters.controls().any()) {
            return List.of();
        }
        var brought = new ArrayList<FedInputs>();
        if (adapters.loras().any()) {
            var mixes = images.stream().map(Denoising::loras).collect(Collectors.toCollection(LinkedHashSet::new));
            var stack = adapters.loras().get(mixes);
            call.place(images, stack);
            brought.add(stack.inputs());
        }
        if (adapters.controls().any()) {
            brought.add(adapters.controls().of(rows(images), images.get(0).key().latents(), call.controlled(images)));
        }
        return brought;
    }

    @Override
    public void close() {
        calls.close();
        adapters.close();
    }

    private static int rows(List<Denoising> images) {
        int rows = 0;
        for (int i = 0; i < images.size(); i++) {
            rows += images.get(i).rows();
        }
        return rows;
    }

    private static void fill(StepCall call, List<Denoising> images) {
        int row = 0;
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            call.fill(row++, image, image.prompt());
            if (image.negative() != null) {
                call.fill(row++, image, image.negative());
            }
        }
    }

    private static void advance(StepCall call, List<Denoising> images) {
        int row = 0;
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            var prediction = call.prediction(row++);
            if (image.negative() != null) {
                image.guidance().apply(prediction, call.prediction(row++));
            }
            image.step(prediction);
        }
    }
}
