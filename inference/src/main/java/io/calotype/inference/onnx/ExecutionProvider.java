package io.calotype.inference.onnx;

/** Where ONNX Runtime executes a model. */
public enum ExecutionProvider {
    /** The processor's cores: in every build. */
    CPU,
    /** An NVIDIA GPU: only in a build with the {@code cuda} profile. */
    CUDA
}
