package io.calotype.pictures.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import io.calotype.contracts.spec.OutputFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class XmpTest {

    private static final Path EXIFTOOL = Path.of("/usr/bin/exiftool");

    @TempDir
    private Path folder;

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

    /** Where Debian's libimage-exiftool-perl is installed. */
    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void exiftoolReadsTheMark(OutputFormat format) throws Exception {
        // Given
        assumeTrue(Files.isExecutable(EXIFTOOL));
        var provenance = Samples.provenance("a cat", "", format);
        var file = Files.write(
                folder.resolve("picture"), PictureFileEncoder.of(format).encode(Samples.gradient(96, 64), provenance));
        // When
        var exiftool = new ProcessBuilder(EXIFTOOL.toString(), "-n", "-XMP-iptcExt:DigitalSourceType", file.toString())
                .redirectErrorStream(true)
                .start();
        // Then
        assertThat(new String(exiftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("Digital Source Type             :"
                        + " http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\n");
    }
}
