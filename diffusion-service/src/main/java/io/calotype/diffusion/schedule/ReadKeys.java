package io.calotype.diffusion.schedule;

import io.calotype.contracts.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a configuration that were read so far, each with the value in effect. */
final class ReadKeys {

    private final Map<String, String> values = new TreeMap<>();

    /** Notes a value and returns it. */
    <T> T note(String key, T value) {
        values.put(key, String.valueOf(value));
        return value;
    }

    /** Returns the SHA-256 of all keys and values, in hexadecimal digits. */
    String digest() {
        return Sha256.hex(values.toString().getBytes(StandardCharsets.UTF_8));
    }
}
