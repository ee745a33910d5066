package io.calotype.gateway.webhook;

import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Someone who may be called: everything at one scheme, host and port.
 *
 * @param name the operator's
 * @param origin such as {@code https://hooks.example.com:443}
 */
record Receiver(String name, String origin, List<SigningKey> keys) {

    private static final String RECEIVERS = "calotype.gateway.webhooks.receivers.";

    Receiver {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new WrongSetting(RECEIVERS + name + ".secrets", "has none");
        }
    }

    static Receiver of(String name, WebhookConfig.Receiver config) {
        var url = new WebhookUrl(config.url()).uri();
        var path = url.getRawPath();
        if (url.getRawQuery() != null || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw new WrongSetting(RECEIVERS + name + ".url", "must have no path and no query");
        }
        return new Receiver(
                name,
                origin(url),
                config.secrets().stream().map(SigningKey::parse).toList());
    }

    boolean covers(WebhookUrl webhook) {
        return origin.equals(origin(webhook.uri()));
    }

    /** Returns the signatures of all keys, for the header {@code webhook-signature}. */
    String sign(String messageId, long timestamp, byte[] body) {
        return keys.stream().map(key -> key.sign(messageId, timestamp, body)).collect(Collectors.joining(" "));
    }

    /** Returns the port that is meant where none is named. */
    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isSecure(url) ? 443 : 80;
    }

    static boolean isSecure(URI url) {
        return url.getScheme().equals("https");
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port(url);
    }
}
