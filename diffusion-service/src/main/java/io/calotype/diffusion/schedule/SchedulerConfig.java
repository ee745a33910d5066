package io.calotype.diffusion.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads the keys of a {@code scheduler_config.json} as diffusers does, and notes what was read: an absent key has the
 * reader's default, a flag that is null is off, and keys that the scheduler does not read are ignored.
 */
public final class SchedulerConfig {
    private static final int MOST = 100_000;

    private final JsonNode json;
    private final ReadKeys read;

    /** Reads a parsed configuration. */
    public SchedulerConfig(JsonNode json) {
        this(json, new ReadKeys());
    }

    private SchedulerConfig(JsonNode json, ReadKeys read) {
        this.json = json;
        this.read = read;
    }

    /** Returns whether a key is there and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** Reads a number; infinity may be written as text. */
    public double number(String key, double absent) {
        var node = json.path(key);
        double value = absent;
        if (node.isNumber()) {
            value = node.doubleValue();
        } else if (has(key)) {
            value = infinity(key, node);
        }
        if (has(key) && !Double.isFinite(value) && value != absent) {
            throw unsupported(key, "a finite number");
        }
        return read.note(key, value);
    }

    /** Reads a whole number. */
    public int whole(String key, int absent) {
        double value = number(key, absent);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw unsupported(key, "a whole number");
        }
        return (int) value;
    }

    /** Reads a count for which something is allocated: 1 to 100,000. */
    int count(String key, int absent) {
        int value = whole(key, absent);
        if (value < 1 || value > MOST) {
            throw unsupported(key, "1 to " + MOST);
        }
        return value;
    }

    /** Reads true or false; null is false. */
    public boolean flag(String key, boolean absent) {
        var node = json.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
            throw unsupported(key, "true or false");
        }
        return read.note(key, node.isMissingNode() ? absent : node.booleanValue());
    }

    /** Reads a text. */
    public String text(String key, String absent) {
        return read.note(key, has(key) ? json.path(key).asText() : absent);
    }

    /** Reads a name as the constant with that name in upper case. */
    public <E extends Enum<E>> E choice(String key, E absent) {
        var text = text(key, name(absent));
        var constants = absent.getDeclaringClass().getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> unsupported(
                        key,
                        "one of "
                                + Arrays.stream(constants)
                                        .map(SchedulerConfig::name)
                                        .toList()));
    }

    /** Reads a number from 0 to 1. */
    public double share(String key, double absent) {
        double value = number(key, absent);
        if (value < 0 || value > 1) {
            throw unsupported(key, "0 to 1");
        }
        return value;
    }

    /** Reads a seed, 0 if there is none. */
    public Seed seed(String key) {
        var node = json.path(key);
        var value = node.bigIntegerValue();
        boolean fits = value.signum() >= 0 && value.bitLength() <= Long.SIZE;
        if (has(key) && !(node.isIntegralNumber() && fits)) {
            throw unsupported(key, "0 to 2^64 - 1");
        }
        return read.note(key, new Seed(value.longValue()));
    }

    /** Returns a reader that treats some keys as absent; what it reads is noted here. */
    public SchedulerConfig without(String... keys) {
        return new SchedulerConfig(object().without(List.of(keys)), read);
    }

    /** Returns a reader with one key set to a number. */
    public SchedulerConfig with(String key, double value) {
        return new SchedulerConfig(object().put(key, value), read);
    }

    /** Returns a reader with one key set to a text. */
    public SchedulerConfig with(String key, String value) {
        return new SchedulerConfig(object().put(key, value), read);
    }

    private ObjectNode object() {
        return json instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /** Reads a list of numbers, empty where there is none. */
    public float[] numbers(String key) {
        var node = json.path(key);
        var values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.path(i).floatValue();
        }
        read.note(key, Arrays.toString(values));
        return values;
    }

    /** Refuses a key for something that is not implemented. */
    public void requireOff(String... flags) {
        for (var flag : flags) {
            if (flag(flag, false)) {
                throw unsupported(flag, "false");
            }
        }
    }

    /** Refuses a name other than these. */
    public String oneOf(String key, String absent, List<String> known) {
        var text = text(key, absent);
        if (!known.contains(text)) {
            throw unsupported(key, "one of " + known);
        }
        return text;
    }

    /** Returns the refusal of a key's value, naming what is supported. */
    public Refusal unsupported(String key, String expected) {
        var value = json.path(key).toString();
        var shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
        return Refusal.of(
                ProblemType.UNSUPPORTED,
                "scheduler",
                "scheduler_config.json: " + key + " is " + shown + "; supported is " + expected);
    }

    /** Returns the SHA-256 of all keys and values that were read so far, in hexadecimal digits. */
    public String digest() {
        return read.digest();
    }

    private double infinity(String key, JsonNode node) {
        return switch (node.asText()) {
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw unsupported(key, "a number");
        };
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
