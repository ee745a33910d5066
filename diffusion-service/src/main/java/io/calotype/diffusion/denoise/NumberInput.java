package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.DType;
import io.calotype.inference.onnx.HalfFloats;
import io.calotype.inference.onnx.OnnxException;
import java.nio.ByteBuffer;

/**
 * A small model input whose element type differs between exports: a timestep per row, or a mask of tokens per row.
 *
 * @param dtype the element type that the model declares
 * @param data all rows, in the processor's byte order
 * @param rowLength elements per row
 */
record NumberInput(DType dtype, ByteBuffer data, int rowLength) {

    /** Refuses element types that a timestep or a mask cannot have. */
    static void requireSupported(String model, String name, DType dtype) {
        switch (dtype) {
            case F16, F32, F64, I64, I32, BOOL -> {}
            default -> throw new OnnxException(model, "input '" + name + "' has element type " + dtype);
        }
    }

    /** Writes a number that stands for a whole row. */
    void putRow(int row, float value) {
        put(row * rowLength, value);
    }

    /** Writes a row of whole numbers. */
    void putRow(int row, long[] values) {
        for (int i = 0; i < rowLength; i++) {
            put(row * rowLength + i, (double) values[i]);
        }
    }

    private void put(int index, double value) {
        int at = index * dtype.byteSize();
        switch (dtype) {
            case F16 -> data.putShort(at, HalfFloats.bits((float) value));
            case F32 -> data.putFloat(at, (float) value);
            case F64 -> data.putDouble(at, value);
            case I64 -> data.putLong(at, (long) value);
            case I32 -> data.putInt(at, (int) value);
            case BOOL -> data.put(at, (byte) (value != 0 ? 1 : 0));
            default -> throw new IllegalStateException("element type " + dtype + " is refused at start");
        }
    }
}
