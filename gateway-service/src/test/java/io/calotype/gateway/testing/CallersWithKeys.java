package io.calotype.gateway.testing;

import io.calotype.contracts.digest.Sha256;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A gateway whose callers have keys: alice, bob, carol, of whom two prompts may wait, and ops, who is an operator; the key of each is its name and {@code -key}. */
public final class CallersWithKeys implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "calotype.gateway.api-keys",
                Stream.of("alice", "bob", "carol", "ops")
                        .map(name -> name + ":" + Sha256.hex((name + "-key").getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(",")),
                "calotype.owners.operators",
                "/back-office,/calotype/gateway/ops",
                "calotype.tenants.sources",
                "/calotype/gateway/carol=carol,/shop/of/carol=carol",
                "calotype.tenants.named.carol.waiting-prompts",
                "2",
                "calotype.tenants.retry-after",
                "7s",
                "calotype.gateway.generation-timeout",
                "300ms");
    }

    public static String[] key(String name) {
        return new String[] {"X-API-Key", name + "-key"};
    }
}
