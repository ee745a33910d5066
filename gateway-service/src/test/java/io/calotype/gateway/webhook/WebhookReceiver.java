package io.calotype.gateway.webhook;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A receiver that fails once, and the gateway that is allowed to call it. */
public final class WebhookReceiver implements QuarkusTestResourceLifecycleManager {

    static final ReceivingServer SERVER = ReceivingServer.answering(500);

    @Override
    public Map<String, String> start() {
        return Map.of(
                "calotype.gateway.webhooks.enabled", "true",
                "calotype.gateway.webhooks.allow-private", "true",
                "calotype.gateway.webhooks.pauses", "3s,3s",
                "calotype.gateway.webhooks.receivers.shop.url", "http://127.0.0.1:" + SERVER.port(),
                "calotype.gateway.webhooks.receivers.shop.secrets", SigningKeyTest.SECRET);
    }

    @Override
    public void stop() {
        SERVER.close();
    }
}
