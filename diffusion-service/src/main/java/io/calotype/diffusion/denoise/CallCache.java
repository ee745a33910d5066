package io.calotype.diffusion.denoise;

import java.util.ArrayList;
import java.util.List;

/** The most recently used calls, up to a number of bytes; a look-up allocates nothing. */
final class CallCache implements AutoCloseable {

    /** Creates a call that is not cached. */
    @FunctionalInterface
    interface Factory {
        StepCall create(int rows, BatchKey key);
    }

    private final Factory factory;
    private final long maxBytes;
    private final List<StepCall> calls = new ArrayList<>(); // the one used last at the end

    CallCache(Factory factory, long maxBytes) {
        this.factory = factory;
        this.maxBytes = maxBytes;
    }

    StepCall get(int rows, BatchKey key) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).fits(rows, key)) {
                var call = calls.remove(i);
                calls.add(call);
                return call;
            }
        }
        var call = factory.create(rows, key);
        calls.add(call);
        closeOldest();
        return call;
    }

    int size() {
        return calls.size();
    }

    private void closeOldest() {
        long bytes = calls.stream().mapToLong(StepCall::bytes).sum();
        while (bytes > maxBytes && calls.size() > 1) {
            var oldest = calls.remove(0);
            bytes -= oldest.bytes();
            oldest.close();
        }
    }

    @Override
    public void close() {
        calls.forEach(StepCall::close);
        calls.clear();
    }
}
