package io.calotype.local.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The environment that services take over from whoever started the launcher.
 *
 * <p>A service reads its settings from there, in any case and with any punctuation. Settings of clients that are meant for
 * another Kafka or another object store would keep it from those of this stack.
 */
final class InheritedEnvironment {

    private static final List<String> OTHER_SERVERS = List.of("KAFKA_", "MP_MESSAGING_", "CALOTYPE_STORE_");

    private InheritedEnvironment() {}

    /** Removes what is meant for other servers. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(InheritedEnvironment::isForOtherServers);
    }

    private static boolean isForOtherServers(String name) {
        var setting = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return OTHER_SERVERS.stream().anyMatch(setting::startsWith);
    }
}
