package io.calotype.diffusion.pack;

import io.calotype.inference.onnx.ExecutionProvider;
import io.calotype.inference.onnx.SessionSettings;

/**
 * How a pack's denoising model is executed.
 *
 * @param session of the model; its threads are those of all calls, and of each call the one that makes it
 * @param parallelCalls how many calls a step makes at the same time, at least 1
 * @param loraBytes how much memory the LoRAs of images may take
 */
public record DenoisingSettings(SessionSettings session, int parallelCalls, long loraBytes) {

    private static final long LORA_BYTES = 128L << 20;

    /** One call at a time. */
    public static DenoisingSettings oneCall(SessionSettings session) {
        return new DenoisingSettings(session, 1, LORA_BYTES);
    }

    /**
     * Divides a process's threads among calls: each has a thread of its own, and all share the session's others.
     *
     * @param all with the threads of the process
     * @throws IllegalArgumentException if there are more calls than threads, or several on a GPU
     */
    public static DenoisingSettings divided(SessionSettings all, int parallelCalls) {
        int threads = all.intraOpThreads();
        if (parallelCalls < 1 || parallelCalls > threads) {
            throw new IllegalArgumentException("is %d, not 1 to %d, the threads".formatted(parallelCalls, threads));
        }
        if (parallelCalls > 1 && all.provider() != ExecutionProvider.CPU) {
            throw new IllegalArgumentException("is %d, not 1, on a GPU".formatted(parallelCalls));
        }
        var each = new SessionSettings(threads - parallelCalls + 1, all.spinning(), all.provider(), all.deviceId());
        return new DenoisingSettings(each, parallelCalls, LORA_BYTES);
    }

    /**
     * The same as {@link #divided}, by a rule: two calls on two cores of a processor, where images have two rows.
     *
     * @param guided whether they have, unless their prompts say otherwise
     */
    public static DenoisingSettings usual(SessionSettings all, boolean guided) {
        boolean two = guided
                && all.provider() == ExecutionProvider.CPU
                && all.intraOpThreads() == 2; // with more it was not measured
        return divided(all, two ? 2 : 1);
    }

    /** Returns the same with another limit for LoRAs. */
    public DenoisingSettings withLoraBytes(long bytes) {
        return new DenoisingSettings(session, parallelCalls, bytes);
    }
}
