package io.calotype.local.borders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every channel that reads a topic must have, because a connector's setting would hold for its producers too. */
class ChannelsTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final String CONNECTOR = ".connector";

    @ParameterizedTest
    @ValueSource(strings = {"encoder", "diffusion", "decoder", "upscaler", "gateway"})
    void limitHeaders(String service) throws IOException {
        // Given
        var settings = new Properties();
        var file = ROOT.resolve(service + "-service/src/main/resources/application.properties");
        try (var reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        // When
        var channels = settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("mp.messaging.incoming.") && name.endsWith(CONNECTOR))
                .map(name -> name.substring(0, name.length() - CONNECTOR.length()))
                .toList();
        // Then
        assertThat(channels).isNotEmpty().allSatisfy(channel -> assertThat(
                        settings.getProperty(channel + ".interceptor.classes"))
                .isEqualTo("io.calotype.messaging.kafka.HeaderLimit"));
    }
}
