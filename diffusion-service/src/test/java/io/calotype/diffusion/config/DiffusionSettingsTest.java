package io.calotype.diffusion.config;

import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import io.calotype.stage.config.StageConfig;
import java.util.Map;
import java.util.stream.Stream;

class DiffusionSettingsTest extends SettingsTestCase {

    DiffusionSettingsTest() {
        super(
                new ServiceSettings(
                        Map.of(), DiffusionConfig.class, StageConfig.class, StoreConfig.class, PackFetchConfig.class),
                DiffusionConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "denoise", "encode", "paint"),
                new Setting("calotype.in-flight", "12", "2", "many"),
                new Setting("calotype.diffusion.max-batch", "8", "1", "all"),
                new Setting("calotype.diffusion.parallel-calls", null, "1", "all"),
                new Setting("calotype.diffusion.max-pixels", null, "262144", "many"),
                new Setting("calotype.diffusion.slot-memory", "64M", "1G", "some"),
                new Setting("calotype.diffusion.lora-memory", "128M", "1G", "some"),
                new Setting("calotype.diffusion.step-timeout", "15m", "1h", "soon"),
                new Setting("calotype.diffusion.step-timeout-factor", "20", "50", "many"),
                new Setting("calotype.diffusion.preview-interval", "200ms", "1s", "often"),
                new Setting("calotype.diffusion.checkpoint-interval", "5s", "0s", "often"),
                new Setting("calotype.diffusion.checkpoint-steps", null, "10", "all"),
                new Setting("calotype.diffusion.keep-steps", null, "5", "all"),
                new Setting("calotype.diffusion.remembered-cancellations", "100000", "10", "all"),
                new Setting("calotype.diffusion.cancellations-catch-up", "10s", "1m", "soon"));
    }
}
