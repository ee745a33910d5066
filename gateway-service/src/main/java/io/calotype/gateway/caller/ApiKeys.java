package io.calotype.gateway.caller;

import io.calotype.contracts.digest.Sha256;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of callers, known only by their digests. */
@ApplicationScoped
public class ApiKeys {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63}):([0-9a-fA-F]{64})");

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Key(String owner, byte[] sha256) {}

    private final List<Key> keys;

    @Inject
    ApiKeys(GatewayConfig config) {
        this(config.apiKeys().orElse(List.of()));
    }

    ApiKeys(List<String> configured) {
        this.keys = configured.stream().map(ApiKeys::parse).toList();
    }

    private static Key parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            throw new WrongSetting("calotype.gateway.api-keys", "must read NAME:SHA256, NAME:SHA256, ...");
        }
        return new Key(match.group(1), HexFormat.of().parseHex(match.group(2)));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Returns a key's owner, in constant time. */
    public Optional<String> owner(String key) {
        var digest = Sha256.of(key);
        Optional<String> owner = Optional.empty();
        for (var known : keys) {
            if (MessageDigest.isEqual(known.sha256(), digest)) {
                owner = Optional.of(known.owner());
            }
        }
        return owner;
    }
}
