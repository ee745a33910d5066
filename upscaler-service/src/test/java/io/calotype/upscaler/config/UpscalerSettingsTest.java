package io.calotype.upscaler.config;

import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import io.calotype.stage.config.StageConfig;
import java.util.Map;
import java.util.stream.Stream;

class UpscalerSettingsTest extends SettingsTestCase {

    UpscalerSettingsTest() {
        super(
                new ServiceSettings(
                        Map.of(), UpscalerConfig.class, StageConfig.class, StoreConfig.class, PackFetchConfig.class),
                UpscalerConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "upscale", "encode", "paint"),
                new Setting("calotype.model", "rdn-2x", "esrgan", ""),
                new Setting("calotype.in-flight", "1", "2", "many"),
                new Setting("calotype.upscaler.remembered-cancellations", "100000", "5", "all"),
                new Setting("calotype.upscaler.cancellations-catch-up", "10s", "1m", "soon"),
                new Setting("calotype.upscaler.content-credentials.certificate-chain", null, "signer.crt", null),
                new Setting("calotype.upscaler.content-credentials.private-key", null, "signer.key", null));
    }
}
