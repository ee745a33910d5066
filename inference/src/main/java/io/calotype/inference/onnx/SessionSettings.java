package io.calotype.inference.onnx;

import java.util.Locale;

/**
 * How ONNX Runtime executes one model.
 *
 * @param intraOpThreads threads that share one operator, at least 1: the cores this process owns
 * @param spinning whether idle threads spin; worth it only on cores that are not shared
 * @param provider where the model executes
 * @param deviceId which GPU, from 0; without meaning on the CPU
 */
public record SessionSettings(int intraOpThreads, boolean spinning, ExecutionProvider provider, int deviceId) {

    /** Checks ranges. */
    public SessionSettings {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("intraOpThreads is " + intraOpThreads + ", not at least 1");
        }
        if (deviceId < 0) {
            throw new IllegalArgumentException("deviceId is " + deviceId + ", not at least 0");
        }
    }

    /**
     * Reads the settings of a service.
     *
     * @param intraOpThreads 0 for all cores that the process has
     * @param provider a name in any case
     */
    public static SessionSettings of(int intraOpThreads, boolean spinning, String provider, int deviceId) {
        int threads = intraOpThreads == 0 ? Runtime.getRuntime().availableProcessors() : intraOpThreads;
        return new SessionSettings(
                threads, spinning, ExecutionProvider.valueOf(provider.toUpperCase(Locale.ROOT)), deviceId);
    }

    /** The CPU with a number of threads, not spinning. */
    public static SessionSettings cpu(int threads) {
        return new SessionSettings(threads, false, ExecutionProvider.CPU, 0);
    }
}
