package io.calotype.encoder.config;

import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import io.calotype.stage.config.StageConfig;
import java.util.Map;
import java.util.stream.Stream;

class EncoderSettingsTest extends SettingsTestCase {

    EncoderSettingsTest() {
        super(
                new ServiceSettings(
                        Map.of(), EncoderConfig.class, StageConfig.class, StoreConfig.class, PackFetchConfig.class),
                EncoderConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "encode", "decode", "paint"),
                new Setting("calotype.in-flight", "4", "2", "many"),
                new Setting("calotype.encoder.cache-bytes", "33554432", "0", "32M"),
                new Setting("calotype.encoder.lora-memory", "134217728", "0", "32M"),
                new Setting("calotype.encoder.picture-memory", "134217728", "1", "128M"),
                new Setting("calotype.encoder.default-model", null, "sdxl", null),
                new Setting("calotype.encoder.replaced-models", null, "a=b", null),
                new Setting("calotype.encoder.long-prompts", "cut", "chunk", "shorten"),
                new Setting("calotype.encoder.prompt-weights", "off", "a1111", "strong"),
                new Setting("calotype.encoder.denied-words", null, "astronaut,red square", null),
                new Setting("calotype.encoder.prompt-policy.url", null, "https://policy.example/", null),
                new Setting("calotype.encoder.prompt-policy.timeout", "2s", "500ms", "soon"),
                new Setting("calotype.encoder.prompt-policy.undecided", "refuse", "allow", "wait"),
                new Setting("calotype.encoder.prompt-policy.concurrency", "16", "4", "many"),
                new Setting("calotype.encoder.prompt-policy.token", null, "abc", null),
                new Setting("calotype.encoder.prompt-policy.token-file", null, "/run/secrets/token", null),
                new Setting("calotype.encoder.prompt-policy.tls-configuration-name", null, "policy", null),
                new Setting("calotype.encoder.ahead", null, "24", "many"),
                new Setting("calotype.encoder.deadline", "24h", "1h", "soon"),
                new Setting("calotype.encoder.shared-embeddings.enabled", "true", "false", null),
                new Setting("calotype.encoder.shared-embeddings.from", "250ms", "0s", "slow"),
                new Setting("calotype.encoder.shared-embeddings.patience", "30s", "1m", "long"));
    }
}
