package io.calotype.inference.onnx;

import io.calotype.contracts.problem.RefusedAtStart;
import org.jspecify.annotations.Nullable;

/** A model cannot be loaded or run; the message names the model file and, where there is one, the tensor. */
public final class OnnxException extends RuntimeException implements RefusedAtStart {

    private static final long serialVersionUID = 1L;

    /** A model file, by component and name, and what is wrong. */
    public OnnxException(String model, String fault) {
        this(model, fault, null);
    }

    /** A model file, by component and name, what is wrong and why. */
    public OnnxException(String model, String fault, @Nullable Throwable cause) {
        super(model + ": " + fault, cause);
    }
}
