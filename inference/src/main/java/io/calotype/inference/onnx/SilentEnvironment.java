package io.calotype.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * ONNX Runtime's environment, without its reports to its makers.
 *
 * <p>From 1.29 on they are on by default on Linux too. {@code ORT_DISABLE_TELEMETRY=1} in the process's environment keeps them from
 * being prepared at all; this is for processes that are started without it.
 */
final class SilentEnvironment {

    private SilentEnvironment() {}

    static OrtEnvironment create() {
        var environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new OnnxException("ONNX Runtime", "its telemetry cannot be switched off: " + e.getMessage(), e);
        }
        return environment;
    }
}
