package io.calotype.contracts.tensor;

/** The element types of tensors, in the order in which safetensors files place them: the last comes first. */
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    I16(2),
    F16(2),
    BF16(2),
    I32(4),
    F32(4),
    F64(8),
    I64(8);

    private final int byteSize;

    DType(int byteSize) {
        this.byteSize = byteSize;
    }

    /** Returns the bytes of one element. */
    public int byteSize() {
        return byteSize;
    }
}
