package io.calotype.decoder.config;

import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import io.calotype.stage.config.StageConfig;
import java.util.Map;
import java.util.stream.Stream;

class DecoderSettingsTest extends SettingsTestCase {

    DecoderSettingsTest() {
        super(
                new ServiceSettings(
                        Map.of(), DecoderConfig.class, StageConfig.class, StoreConfig.class, PackFetchConfig.class),
                DecoderConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "decode", "encode", "paint"),
                new Setting("calotype.in-flight", "2", "3", "many"),
                new Setting("calotype.decoder.tell-prompt", "true", "false", null),
                new Setting("calotype.decoder.unsafe-pictures", "mark", "refuse", "hide"),
                new Setting("calotype.decoder.whole-pixels", "1048576", "0", "all"),
                new Setting("calotype.decoder.content-credentials.certificate-chain", null, "signer.crt", null),
                new Setting("calotype.decoder.content-credentials.private-key", null, "signer.key", null));
    }
}
