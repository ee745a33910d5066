package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What an encoder of the built-in pack would send, with made-up embeddings; withers break it. */
record EmbeddedImage(ImageTask task, Map<String, Tensor> tensors) {

    static final int TOKENS = 48;
    static final int WIDTH = 384;
    private static final ImageSize SIZE = new ImageSize(256, 256);

    static EmbeddedImage of(String packDigest, int steps, double guidance, long seed) {
        var id = new ImageId(UUID.randomUUID().toString(), 0);
        var sampling = Samples.sampling(steps, guidance, new Seed(seed));
        var task = Samples.task(id, Samples.spec(SIZE, sampling), packDigest);
        var tensors = new HashMap<String, Tensor>();
        var random = new Random(seed);
        addText(tensors, "", random);
        if (sampling.guidanceScale() > 1) {
            addText(tensors, "negative_", random);
        }
        tensors.put("pooled_prompt_embeds", Tensor.ofFloats(Shape.of(2), new float[] {3, 4}));
        return new EmbeddedImage(task, Map.copyOf(tensors));
    }

    EmbeddedImage with(String name, Tensor tensor) {
        var changed = new HashMap<>(tensors);
        changed.put(name, tensor);
        return new EmbeddedImage(task, changed);
    }

    EmbeddedImage without(String name) {
        var changed = new HashMap<>(tensors);
        changed.remove(name);
        return new EmbeddedImage(task, changed);
    }

    EmbeddedImage withScheduler(String scheduler) {
        return with(task.spec().sampling().withScheduler(scheduler));
    }

    EmbeddedImage withStrength(double strength) {
        return with(task.spec().sampling().withStrength(strength));
    }

    EmbeddedImage keeping(int every) {
        return with(task.spec().sampling().withKeepSteps(every));
    }

    /** The same words under another id, from a step of this image on. */
    EmbeddedImage branch(int step) {
        var id = new ImageId(UUID.randomUUID().toString(), 0);
        var parent = new ParentStep(id(), step).ofLook(task.spec());
        var sampling = task.spec().sampling();
        var branch = new Sampling(
                sampling.steps(),
                sampling.guidanceScale(),
                sampling.guidanceRescale(),
                sampling.trueCfgScale(),
                sampling.scheduler(),
                sampling.seed(),
                null,
                parent,
                null);
        return new EmbeddedImage(Samples.task(id, Samples.spec(SIZE, branch), task.packDigest()), tensors);
    }

    /** The same with other words, as an encoder makes them of another prompt. */
    EmbeddedImage withWordsOf(EmbeddedImage other) {
        return new EmbeddedImage(task, other.tensors);
    }

    /** The same with another seed for the noise of its steps. */
    EmbeddedImage withSeed(long seed) {
        var sampling = task.spec().sampling();
        return with(new Sampling(
                sampling.steps(),
                sampling.guidanceScale(),
                sampling.guidanceRescale(),
                sampling.trueCfgScale(),
                sampling.scheduler(),
                new Seed(seed),
                null,
                sampling.parent(),
                null));
    }

    private EmbeddedImage with(Sampling sampling) {
        return new EmbeddedImage(Samples.task(id(), Samples.spec(SIZE, sampling), task.packDigest()), tensors);
    }

    ImageId id() {
        return task.id();
    }

    byte[] value() {
        return new ImageTensors(task, tensors).toSafetensors();
    }

    private static void addText(Map<String, Tensor> tensors, String prefix, Random random) {
        int known = 3 + random.nextInt(20);
        var states = new float[TOKENS * WIDTH];
        var mask = new long[TOKENS];
        for (int i = 0; i < known * WIDTH; i++) {
            states[i] = (float) random.nextGaussian() / 4;
            mask[i / WIDTH] = 1;
        }
        tensors.put(prefix + "prompt_embeds", Tensor.ofFloats(Shape.of(TOKENS, WIDTH), states));
        tensors.put(prefix + "prompt_attention_mask", Tensor.ofLongs(Shape.of(TOKENS), mask));
    }
}
