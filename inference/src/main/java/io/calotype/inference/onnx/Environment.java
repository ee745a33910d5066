package io.calotype.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * ONNX Runtime's one environment of the process, made on a thread with a deep stack.
 *
 * <p>When it makes its environment, ONNX Runtime 1.29 on Linux matches the process's command line against a pattern, recursively,
 * character by character: a class path of some 30 kB overflows an ordinary stack and ends the process without a word.
 */
final class Environment {

    private static final long STACK_BYTES = 512L << 20; // reserved, not used, where the command line is short
    private static final CompletableFuture<OrtEnvironment> INSTANCE = create();

    private Environment() {}

    /** The environment; throws {@link OnnxException} where the native library cannot be loaded. */
    static OrtEnvironment get() {
        try {
            return INSTANCE.join();
        } catch (CompletionException e) {
            var reason = "its library cannot be loaded from the folder for temporary files: " + e.getCause();
            throw new OnnxException("ONNX Runtime", reason, e.getCause());
        }
    }

    /** No lambda of this class runs on that thread: it would wait for the class, which waits for it. */
    private static CompletableFuture<OrtEnvironment> create() {
        Executor deepStack = task -> new Thread(null, task, "onnx-environment", STACK_BYTES).start();
        return CompletableFuture.supplyAsync(SilentEnvironment::create, deepStack);
    }
}
