package io.calotype.encoder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.messaging.testing.ServiceSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySettingsTest {

    private static final String PREFIX = "CALOTYPE_ENCODER_PROMPT_POLICY_";

    @TempDir
    private Path folder;

    private static PolicySettings read(Map<String, String> given) {
        var settings = new HashMap<>(given);
        settings.putIfAbsent(PREFIX + "URL", "https://policy.example/decide");
        var config = new ServiceSettings(settings, EncoderConfig.class)
                .of(EncoderConfig.class)
                .promptPolicy();
        return PolicySettings.of(config.url().orElseThrow(), config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            URL         | policy.example/decide                | url must begin with https:// or http:// and name a host
            URL         | ftp://policy.example/                | url must begin with https:// or http:// and name a host
            URL         | https:///decide                      | url must begin with https:// or http:// and name a host
            URL         | https://me:hidden@policy.example/    | url must have no user and no password
            URL         | https://policy.example/#here         | url must have no fragment
            TIMEOUT     | 0ms                                  | timeout is PT0S; it must be from 1ms to 60s
            TIMEOUT     | 2m                                   | timeout is PT2M; it must be from 1ms to 60s
            CONCURRENCY | 0                                    | concurrency is 0; it must be from 1 to 256
            CONCURRENCY | 257                                  | concurrency is 257; it must be from 1 to 256
            TOKEN       | hidden words                         | token has characters that no bearer token has
            TOKEN_FILE  | /nonexistent/hidden                  | token-file names a file that holds no bearer token
            """)
    void aWrongSettingIsNamed(String variable, String value, String fault) {
        assertThatThrownBy(() -> read(Map.of(PREFIX + variable, value)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("calotype.encoder.prompt-policy." + fault)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aTokenIsGivenOnce() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("token"), "abc");
        // Then
        assertThatThrownBy(() -> read(Map.of(PREFIX + "TOKEN", "abc", PREFIX + "TOKEN_FILE", file.toString())))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("one of them is enough");
        assertThat(read(Map.of(PREFIX + "TOKEN_FILE", file.toString())).token().get())
                .hasValue("abc");
    }

    @Test
    void inProductionPromptsAreEncrypted() {
        // Given
        var rule = new PolicyIsEncrypted();
        // Then
        assertThatThrownBy(() -> rule.check(config("http://me:hidden@policy:8090/?key=hidden")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("must begin with https:// in production")
                .hasMessageNotContaining("hidden");
        rule.check(config("https://policy:8090/"));
    }

    private static io.smallrye.config.SmallRyeConfig config(String url) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("calotype.encoder.prompt-policy.url", url), "test", 1))
                .build();
    }
}
