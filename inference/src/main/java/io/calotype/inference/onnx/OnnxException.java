package io.calotype.inference.onnx;

import ai.onnxruntime.OrtException;
import io.calotype.contracts.problem.RefusedAtStart;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A model cannot be loaded or run; the message names the model file and, where there is one, the tensor. */
public final class OnnxException extends RuntimeException implements RefusedAtStart {

    private static final long serialVersionUID = 1L;
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("failed to allocate|bad.?alloc|out of memory", Pattern.CASE_INSENSITIVE);

    /** A model file, by component and name, and what is wrong. */
    public OnnxException(String model, String fault) {
        this(model, fault, null);
    }

    /** A model file, by component and name, what is wrong and why. */
    public OnnxException(String model, String fault, @Nullable Throwable cause) {
        super(model + ": " + fault, cause);
    }

    /** Whether ONNX Runtime could not allocate what it needed; it has no error code of its own for that. */
    public boolean isOutOfMemory() {
        return getCause() instanceof OrtException cause
                && OUT_OF_MEMORY.matcher(String.valueOf(cause.getMessage())).find();
    }
}
