package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/** The sets of operators that a model says it uses. */
final class Operators {

    private static final long VERSION = 1; // the only one of every set that is not ONNX's own

    private Operators() {}

    /** Returns a model that uses the operators of a domain as well. */
    static Message imported(Message model, String domain) throws InvalidProtocolBufferException {
        var all = new ArrayList<>(model.values(OnnxFields.MODEL_OPSET_IMPORT));
        for (var bytes : all) {
            if (Message.parse(bytes).text(OnnxFields.OPSET_DOMAIN).equals(domain)) {
                return model;
            }
        }
        all.add(Message.parse(ByteString.EMPTY)
                .with(OnnxFields.OPSET_DOMAIN, List.of(ByteString.copyFromUtf8(domain)))
                .withNumbers(OnnxFields.OPSET_VERSION, List.of(VERSION))
                .bytes());
        return model.with(OnnxFields.MODEL_OPSET_IMPORT, all);
    }

    /** Returns which version of a domain's operators a model uses; 0 if none. */
    static long version(Message model, String domain) throws InvalidProtocolBufferException {
        long version = 0;
        for (var bytes : model.values(OnnxFields.MODEL_OPSET_IMPORT)) {
            var imported = Message.parse(bytes);
            if (imported.text(OnnxFields.OPSET_DOMAIN).equals(domain)) {
                version = imported.numbers(OnnxFields.OPSET_VERSION).stream()
                        .findFirst()
                        .orElse(0L);
            }
        }
        return version;
    }
}
