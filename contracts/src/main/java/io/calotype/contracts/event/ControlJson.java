package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of controls: a list of objects, absent where there are none. */
final class ControlJson {
    private static final String IMAGE = "image";
    private static final String MODEL = "model";
    private static final String SCALE = "scale";
    private static final String START = "start";
    private static final String END = "end";
    private static final String SHA256 = "sha256";
    private static final String PREPROCESSOR = "preprocessor";
    private static final String LOW = "low_threshold";
    private static final String HIGH = "high_threshold";

    private ControlJson() {}

    static List<ControlRequest> readRequests(JsonFields fields) {
        return fields.objects(
                ControlRequest.FIELD,
                Limits.MAX_CONTROLS,
                one -> new ControlRequest(
                        PictureReference.parse(IMAGE, one.requireText(IMAGE)),
                        one.requireText(MODEL),
                        scale(one),
                        part(one, START, 0),
                        part(one, END, 1),
                        one.text(SHA256),
                        canny(one)));
    }

    private static @Nullable Canny canny(JsonFields one) {
        var name = one.text(PREPROCESSOR);
        var low = one.integer(LOW, Canny.LEAST, Canny.MOST);
        var high = one.integer(HIGH, Canny.LEAST, Canny.MOST);
        if (name == null) {
            if (low != null || high != null) {
                throw wrong("thresholds are for the preprocessor " + Canny.NAME);
            }
            return null;
        }
        if (!name.equals(Canny.NAME)) {
            throw wrong("there is no such preprocessor; there is " + Canny.NAME);
        }
        return new Canny(Objects.requireNonNullElse(low, Canny.LOW), Objects.requireNonNullElse(high, Canny.HIGH));
    }

    private static Refusal wrong(String fault) {
        return Refusal.of(ProblemType.INVALID_PARAMETER, ControlRequest.FIELD, fault);
    }

    static List<ControlUse> readUses(JsonFields fields) {
        return fields.objects(
                ControlRequest.FIELD,
                Limits.MAX_CONTROLS,
                one -> new ControlUse(
                        one.requireText(MODEL),
                        scale(one),
                        part(one, START, 0),
                        part(one, END, 1),
                        one.requireText(SHA256),
                        one.text(IMAGE)));
    }

    static void writeRequests(ObjectNode json, List<ControlRequest> controls) {
        for (var control : controls) {
            var one = json.withArray(ControlRequest.FIELD)
                    .addObject()
                    .put(IMAGE, control.image().text())
                    .put(MODEL, control.model())
                    .put(SCALE, control.scale())
                    .put(START, control.start())
                    .put(END, control.end());
            if (control.sha256() != null) {
                one.put(SHA256, control.sha256());
            }
            var canny = control.canny();
            if (canny != null) {
                one.put(PREPROCESSOR, Canny.NAME).put(LOW, canny.low()).put(HIGH, canny.high());
            }
        }
    }

    static void writeUses(ObjectNode json, List<ControlUse> controls) {
        for (var control : controls) {
            var one = json.withArray(ControlRequest.FIELD)
                    .addObject()
                    .put(MODEL, control.model())
                    .put(SCALE, control.scale())
                    .put(START, control.start())
                    .put(END, control.end())
                    .put(SHA256, control.sha256());
            if (control.image() != null) {
                one.put(IMAGE, control.image());
            }
        }
    }

    private static double scale(JsonFields one) {
        return Objects.requireNonNullElse(one.decimal(SCALE, Limits.MIN_CONTROL_SCALE, Limits.MAX_CONTROL_SCALE), 1.0);
    }

    private static double part(JsonFields one, String field, double otherwise) {
        return Objects.requireNonNullElse(one.decimal(field, 0, 1), otherwise);
    }
}
