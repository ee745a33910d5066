package io.calotype.messaging.pack;

import io.calotype.contracts.pack.PackManifest;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.util.regex.Pattern;

/**
 * A pack in the object store.
 *
 * @param name of its folder on disk
 * @param digest sha256 of its {@code manifest.json}, lower-case hex
 */
record StoredPack(String name, String digest) {

    private static final String SETTING = "calotype.packs-from-store";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Reads {@code NAME=DIGEST}; {@link WrongSetting} if it is something else. */
    static StoredPack parse(String text) {
        var parts = text.strip().split("=", -1);
        if (parts.length != 2 || !NAME.matcher(parts[0]).matches() || !PackManifest.isDigest(parts[1])) {
            throw new WrongSetting(
                    SETTING, "has '" + text + "', which is not NAME=DIGEST with 64 lower-case hex digits");
        }
        return new StoredPack(parts[0], parts[1]);
    }

    /** The key of one of its files. */
    String key(String path) {
        return PackManifest.key(digest, path);
    }
}
