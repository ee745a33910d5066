package io.calotype.decoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import io.calotype.contracts.spec.OutputFormat;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class XmpTest {

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void everyPictureIsMarkedAsAiGenerated(OutputFormat format) throws Exception {
        // Given
        var provenance = Samples.provenance("りんご <&> 🍎", "", format);
        byte[] file = PictureFileEncoder.of(format).encode(Samples.gradient(96, 64), provenance);

        // When
        var metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file));

        // Then
        var xmp = metadata.getFirstDirectoryOfType(XmpDirectory.class);
        assertThat(xmp.getXmpProperties())
                .containsEntry(
                        "Iptc4xmpExt:DigitalSourceType",
                        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        if (format != OutputFormat.PNG) {
            assertThat(xmp.getXmpProperties()).containsEntry("calotype:generation", provenance.json());
        }
    }
}
