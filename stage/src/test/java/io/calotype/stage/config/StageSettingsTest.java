package io.calotype.stage.config;

import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class StageSettingsTest extends SettingsTestCase {

    StageSettingsTest() {
        super(
                new ServiceSettings(
                        Map.of("CALOTYPE_STAGE", "encode", "CALOTYPE_IN_FLIGHT", "4"),
                        StageConfig.class,
                        StoreConfig.class),
                StageConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "encode", "decode", "paint"),
                new Setting("calotype.packs-dir", "models/target/packs", "/packs", ""),
                new Setting("calotype.model", "pictograms", "sdxl", ""),
                new Setting("calotype.variant", null, "int8", null),
                new Setting("calotype.model-digest", null, "a1", null),
                new Setting("calotype.known-models", null, "a,b", null),
                new Setting("calotype.upscale", null, "2", "twice"),
                new Setting("calotype.in-flight", "4", "2", "many"),
                new Setting("calotype.parking", "8", "0", "many"),
                new Setting("calotype.warm-up", "true", "false", null),
                new Setting("calotype.inline-limit", "1048576", "0", "1MB"),
                new Setting("calotype.claim-limit", "67108864", "1", "64M"),
                new Setting("calotype.drain-timeout", "20s", "5m", "soon"),
                new Setting("calotype.onnx.intra-op-threads", "0", "2", "all"),
                new Setting("calotype.onnx.spinning", "false", "true", null),
                new Setting("calotype.onnx.provider", "cpu", "cuda", ""),
                new Setting("calotype.onnx.device-id", "0", "1", "first"));
    }
}
