package io.calotype.gateway.config;

import io.calotype.gateway.model.PacksConfig;
import io.calotype.gateway.webhook.WebhookConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class GatewaySettingsTest extends SettingsTestCase {

    GatewaySettingsTest() {
        super(
                new ServiceSettings(
                        Map.of(), GatewayConfig.class, WebhookConfig.class, PacksConfig.class, StoreConfig.class),
                GatewayConfig.class,
                WebhookConfig.class,
                PacksConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.packs-dir", "models/target/packs", "/packs", ""),
                new Setting("calotype.known-models", null, "a,b", null),
                new Setting("calotype.upscale", null, "2", "twice"),
                new Setting("calotype.gateway.api-keys", null, "alice:00", null),
                new Setting("calotype.gateway.model-aliases", null, "dall-e-3=", null),
                new Setting("calotype.gateway.trust-proxy", "false", "true", null),
                new Setting("calotype.gateway.limits.requests-per-minute", "600", "60", "many"),
                new Setting("calotype.gateway.limits.burst", "120", "10", "many"),
                new Setting("calotype.gateway.limits.concurrent-requests", "64", "8", "many"),
                new Setting("calotype.gateway.redirect-pictures", "false", "true", null),
                new Setting("calotype.gateway.redirect-for", "5m", "1h", "long"),
                new Setting("calotype.gateway.link-secrets", null, "a-secret", null),
                new Setting("calotype.gateway.link-for", "1h", "1m", "long"),
                new Setting("calotype.gateway.remembered-prompts", "2000", "10", "all"),
                new Setting("calotype.gateway.remembered-bytes", "100663296", "1000000", "all"),
                new Setting("calotype.gateway.remembered-preview-bytes", "50331648", "0", "48M"),
                new Setting("calotype.gateway.lookup-patience", "500ms", "1s", "short"),
                new Setting("calotype.gateway.catch-up-patience", "10s", "1m", "short"),
                new Setting("calotype.gateway.look-back", "7d", "1h", "long"),
                new Setting("calotype.gateway.progress-look-back", "1h", "1m", "long"),
                new Setting("calotype.gateway.heartbeat", "15s", "5s", "soon"),
                new Setting("calotype.gateway.publish-timeout", "6s", "2s", "soon"),
                new Setting("calotype.gateway.publishing", "128", "1", "many"),
                new Setting("calotype.gateway.generation-timeout", "15m", "1h", "long"),
                new Setting("calotype.gateway.webhooks.enabled", "false", "true", null),
                new Setting("calotype.gateway.webhooks.allow-private", "false", "true", null),
                new Setting("calotype.gateway.webhooks.timeout", "15s", "1s", "soon"),
                new Setting("calotype.gateway.webhooks.pauses", "5s,30s,2m,10m,30m", "1s", "5s,later"),
                new Setting("calotype.gateway.webhooks.sending", "16", "1", "many"),
                new Setting("calotype.gateway.webhooks.waiting", "1000", "1", "many"));
    }
}
