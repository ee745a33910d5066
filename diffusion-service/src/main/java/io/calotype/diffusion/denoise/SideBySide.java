package io.calotype.diffusion.denoise;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Makes calls at the same time: the first in the thread that asks for them, the others in threads of its own. */
final class SideBySide implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(SideBySide::thread);

    /** Makes at least one call; waits until all have ended, and returns their results in order or throws what one of them has thrown. */
    <T> List<T> call(List<Supplier<T>> calls) {
        var others = calls.subList(1, calls.size()).stream()
                .map(call -> CompletableFuture.supplyAsync(call, threads))
                .toList();
        var results = new ArrayList<T>(calls.size());
        try {
            results.add(calls.get(0).get());
        } finally {
            others.forEach(other -> other.handle((result, failure) -> true).join());
        }
        others.forEach(other -> results.add(result(other)));
        return results;
    }

    private static <T> T result(CompletableFuture<T> ended) {
        try {
            return ended.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "denoising-call");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
