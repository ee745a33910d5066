package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import io.calotype.local.stack.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./calotype upscale} with the shipped upscaler. */
class UpscaleCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final Path CAT = ROOT.resolve("docs/images/cat.png");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPictureIsDoubledBesideItsFileAndSaysHow() throws Exception {
        // Given
        var cat = Files.copy(CAT, folder.resolve("cat.png"));
        // When
        int exitCode = upscale(cat.toString());
        // Then
        assertThat(exitCode).as(err.toString()).isZero();
        var doubled = folder.resolve("cat-2x.png");
        assertThat(out.toString()).isEqualTo(doubled + System.lineSeparator());
        var before = ImageIO.read(cat.toFile());
        var picture = ImageIO.read(doubled.toFile());
        assertThat(picture.getWidth()).isEqualTo(2 * before.getWidth());
        assertThat(picture.getHeight()).isEqualTo(2 * before.getHeight());
        var metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(Files.readAllBytes(doubled)));
        assertThat(metadata.getFirstDirectoryOfType(XmpDirectory.class).getXmpProperties())
                .containsEntry(
                        "Iptc4xmpExt:DigitalSourceType",
                        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        assertThat(metadata.getDirectoriesOfType(PngDirectory.class))
                .extracting(directory -> String.valueOf(directory.getObject(PngDirectory.TAG_TEXTUAL_DATA)))
                .anyMatch(text -> text.contains("parameters: a cat")
                        && text.contains("Postprocess upscale by: 2, Postprocess upscaler: rdn-2x"))
                .noneMatch(text -> text.contains("calotype:"));
    }

    @Test
    void whatIsNoPictureOrNoUpscalerIsAUsageError() throws IOException {
        // Given
        var text = Files.writeString(folder.resolve("text.png"), "no picture");
        // Then
        assertThat(upscale(text.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("text.png").contains("PNG, JPEG or WebP");
        assertThat(upscale(CAT.toString(), "--model", "pictograms")).isEqualTo(2);
        assertThat(err.toString()).contains("is no upscaler: it has no upscaler/model.onnx");
        assertThat(upscale(CAT.toString(), "-o", "cat.jpg")).isEqualTo(2);
        assertThat(err.toString()).contains("-o cat.jpg must end in .png");
    }

    private int upscale(String... arguments) {
        var home = new Home(folder, folder.resolve("data"), ROOT.resolve("models/target/packs"));
        var all = new String[arguments.length + 1];
        all[0] = "upscale";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Calotype.commandLine(home)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
