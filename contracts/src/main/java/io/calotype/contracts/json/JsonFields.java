package io.calotype.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one JSON object by name and type.
 *
 * <p>A field that is {@code null} counts as absent. What is left at the end is unknown, and {@link #refuseOthers} names it.
 */
public final class JsonFields {
    private static final int SHOWN_NAME = 64;

    private final ObjectNode node;
    private final Set<String> taken = new HashSet<>();

    /** Reads an object, which is not changed. */
    public JsonFields(ObjectNode node) {
        this.node = node;
    }

    /** Returns a field as it is, or null. */
    public @Nullable JsonNode node(String field) {
        taken.add(field);
        var value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** Returns a text, or null if it is absent. */
    public @Nullable String text(String field) {
        var value = node(field);
        if (value != null && !value.isTextual()) {
            throw wrong(field, "a string", value);
        }
        return value == null ? null : value.textValue();
    }

    /** Returns a text that must be there. */
    public String requireText(String field) {
        return require(field, text(field));
    }

    /** Returns an object, or null if it is absent. */
    public @Nullable ObjectNode object(String field) {
        var value = node(field);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw wrong(field, "an object", value);
    }

    /** Returns an object that must be there. */
    public ObjectNode requireObject(String field) {
        return require(field, object(field));
    }

    /**
     * Returns what a list of objects says, none where it is absent; a refusal names the list's field and the place in it.
     *
     * @param most objects
     * @param reader takes all fields of one that it knows
     */
    public <T> List<T> objects(String field, int most, Function<JsonFields, T> reader) {
        var value = node(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ArrayNode array)) {
            throw wrong(field, "a list of objects", value);
        }
        if (array.size() > most) {
            throw Limits.outside(field, "a list of " + array.size(), 0, most);
        }
        var all = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof ObjectNode object)) {
                throw wrong(field, "a list of objects", array.get(i));
            }
            try {
                var one = new JsonFields(object);
                all.add(reader.apply(one));
                one.refuseOthers();
            } catch (Refusal refusal) {
                var problem = refusal.problem();
                throw Refusal.of(problem.type(), field, "%s[%d]: %s".formatted(field, i, problem.detail()));
            }
        }
        return all;
    }

    /** Returns a whole number within a range, or null if it is absent; {@code 20.0} is whole. */
    public @Nullable Integer integer(String field, int min, int max) {
        var value = node(field);
        return value == null
                ? null
                : whole(field, number(field, value, "a whole number"), min, max).intValueExact();
    }

    /** Returns a whole number within a range that must be there. */
    public int requireInteger(String field, int min, int max) {
        return require(field, integer(field, min, max));
    }

    /** Returns a number within a range, or null if it is absent. */
    public @Nullable Double decimal(String field, int min, int max) {
        var value = node(field);
        return value == null
                ? null
                : within(field, number(field, value, "a number"), min, max).doubleValue();
    }

    /** Returns a whole number from 0 on, given as a number or as decimal digits, or null if it is absent. */
    public @Nullable BigInteger natural(String field, BigInteger max) {
        var value = node(field);
        if (value == null) {
            return null;
        }
        var number = value.isTextual() ? digits(field, value.textValue()) : number(field, value, "a whole number");
        return whole(field, number, 0, max);
    }

    /**
     * Refuses the first field that was not read.
     *
     * @throws Refusal UNKNOWN_FIELD that names it
     */
    public void refuseOthers() {
        for (var names = node.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!taken.contains(name)) {
                var field = shown(name);
                throw Refusal.of(ProblemType.UNKNOWN_FIELD, field, "the field " + field + " is not known");
            }
        }
    }

    /** Returns the value of a field that must be there. */
    public static <T> T require(String field, @Nullable T value) {
        if (value == null) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " is missing");
        }
        return value;
    }

    /** Returns a field's name as a message can show it: short, and without control characters. */
    public static String shown(String name) {
        var printable = name.replaceAll("\\p{C}", "?");
        return printable.length() <= SHOWN_NAME ? printable : printable.substring(0, SHOWN_NAME) + "...";
    }

    private static BigDecimal number(String field, JsonNode value, String expected) {
        if (!value.isNumber()) {
            throw wrong(field, expected, value);
        }
        if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            throw Refusal.of(ProblemType.NOT_FINITE, field, field + " is " + value.asText() + "; it must be finite");
        }
        return value.decimalValue();
    }

    private static BigDecimal digits(String field, String text) {
        if (text.isEmpty()
                || text.length() > Limits.MAX_NUMBER_LENGTH
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " must be a whole number in decimal digits");
        }
        return new BigDecimal(text);
    }

    private static BigDecimal within(String field, BigDecimal number, Number min, Number max) {
        if (number.compareTo(new BigDecimal(min.toString())) < 0
                || number.compareTo(new BigDecimal(max.toString())) > 0) {
            throw Limits.outside(field, number.toString(), min, max);
        }
        return number;
    }

    private static BigInteger whole(String field, BigDecimal number, Number min, Number max) {
        within(field, number, min, max);
        // 1e-999999999 must not be spelled out to see that it is no whole number.
        boolean fraction = number.signum() != 0 && number.scale() >= number.precision();
        if (fraction || number.remainder(BigDecimal.ONE).signum() != 0) {
            var detail = field + " is " + number + "; it must be a whole number";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
        return number.toBigInteger();
    }

    private static Refusal wrong(String field, String expected, JsonNode value) {
        var found = value.getNodeType().toString().toLowerCase(Locale.ROOT);
        return Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " must be " + expected + ", not " + found);
    }
}
