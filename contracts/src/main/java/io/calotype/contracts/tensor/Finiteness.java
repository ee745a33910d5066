package io.calotype.contracts.tensor;

import java.nio.ByteBuffer;

/** Finds NaN and infinity by their exponent bits: all ones. */
final class Finiteness {
    private Finiteness() {}

    /** Returns the index of the first element that is NaN or infinite, or -1. */
    static long firstNotFinite(Tensor tensor) {
        var data = tensor.data();
        return switch (tensor.dtype()) {
            case F32 -> first32(data);
            case F64 -> first64(data);
            case F16 -> first16(data, 0x7C00);
            case BF16 -> first16(data, 0x7F80);
            case BOOL, U8, I8, I16, I32, I64 -> -1;
        };
    }

    private static long first16(ByteBuffer data, int exponent) {
        for (int i = 0; i < data.limit(); i += Short.BYTES) {
            if ((data.getShort(i) & exponent) == exponent) {
                return i / Short.BYTES;
            }
        }
        return -1;
    }

    private static long first32(ByteBuffer data) {
        for (int i = 0; i < data.limit(); i += Float.BYTES) {
            if ((data.getInt(i) & 0x7F800000) == 0x7F800000) {
                return i / Float.BYTES;
            }
        }
        return -1;
    }

    private static long first64(ByteBuffer data) {
        for (int i = 0; i < data.limit(); i += Double.BYTES) {
            if (!Double.isFinite(data.getDouble(i))) {
                return i / Double.BYTES;
            }
        }
        return -1;
    }
}
