package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are damaged or mean harm: each is refused with the file's name and exit code 2. */
class HostilePackTest {

    private static final Path EXPORT =
            Path.of(System.getProperty("calotype.root", "../.."), "models/fixtures/packs/sd-turbo");

    @TempDir
    private Path folder;

    private Path export;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copyExport() throws IOException {
        export = folder.resolve("export");
        try (var files = Files.walk(EXPORT)) {
            for (var file : files.toList()) {
                Files.copy(file, export.resolve(EXPORT.relativize(file).toString()));
            }
        }
    }

    @Test
    void theExportAsItIsPasses() {
        assertThat(verify(export)).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("export: Stable Diffusion, predicts epsilon, EulerDiscreteScheduler\n");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(export.resolve("vae_decoder/model.onnx"));
        assertRefused(export, "vae_decoder/model.onnx: is missing");
    }

    @Test
    void aMissingComponentIsNamed() throws IOException {
        PackInstall.remove(export.resolve("text_encoder"));
        assertRefused(export, "text_encoder: is missing");
    }

    @Test
    void aTruncatedModelIsNamed() throws IOException {
        var model = export.resolve("unet/model.onnx");
        var bytes = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(export, "unet/model.onnx: is no whole ONNX model: ");
    }

    @Test
    void aWrongDigestIsNamed() throws IOException {
        // Given
        var pack = PackInstall.install(export, "tiny", Files.createDirectories(folder.resolve("packs")));
        var config = pack.directory().resolve("unet/config.json");
        var text = Files.readString(config);
        Files.delete(config); // it may be one file with the export's
        Files.writeString(config, text.replace("silu", "relu"));
        // Then
        assertRefused(pack.directory(), "unet/config.json: sha256 is ");
    }

    @Test
    void externalDataOutsideIsNotRead() throws IOException {
        Files.write(export.resolve("unet/model.onnx"), modelWithDataAt("../../secret"));
        assertRefused(export, "unet/model.onnx: has external data at '../../secret', which leads out of its folder");
    }

    @Test
    void absoluteExternalDataIsNotRead() throws IOException {
        Files.write(export.resolve("unet/model.onnx"), modelWithDataAt("/etc/passwd"));
        assertRefused(export, "unet/model.onnx: has external data at '/etc/passwd', which leads out of its folder");
    }

    @Test
    void aLinkOutIsNotFollowed() throws IOException {
        var model = export.resolve("unet/model.onnx");
        var outside = Files.move(model, folder.resolve("outside.onnx"));
        Files.createSymbolicLink(model, outside);
        assertRefused(export, "unet/model.onnx: is a link that leads out of the pack");
    }

    @Test
    void aLengthOfTwoToTheFortiethIsNotAllocated() throws IOException {
        byte[] graphOfTwoToTheFortieth = {0x3A, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20};
        Files.write(export.resolve("unet/model.onnx"), graphOfTwoToTheFortieth);
        assertRefused(export, "unet/model.onnx: ");
    }

    @Test
    void aTokenizerThatIsNotJsonIsNamed() throws IOException {
        Files.writeString(export.resolve("tokenizer/vocab.json"), "not JSON");
        assertRefused(export, "tokenizer/vocab.json: is not valid JSON");
    }

    @Test
    void anotherFamilyIsNamed() throws IOException {
        Files.writeString(export.resolve("model_index.json"), "{\"_class_name\": \"Kandinsky3Pipeline\"}");
        assertRefused(export, "model_index.json: _class_name 'Kandinsky3Pipeline' is none of ");
    }

    private void assertRefused(Path pack, String why) {
        assertThat(verify(pack)).isEqualTo(2);
        assertThat(err.toString()).contains(why);
        assertThat(folder.resolve("packs/.prepared")).doesNotExist();
    }

    private int verify(Path pack) {
        var home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        return Calotype.commandLine(home)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("model", "verify", pack.toString());
    }

    /** A model of nothing but one initializer whose weights lie somewhere. */
    private static byte[] modelWithDataAt(String location) {
        var entry = join(
                field(1, "location".getBytes(StandardCharsets.UTF_8)),
                field(2, location.getBytes(StandardCharsets.UTF_8)));
        var tensor = field(13, entry);
        return field(7, field(5, tensor));
    }

    private static byte[] field(int number, byte[] content) {
        return join(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] join(byte[] one, byte[] other) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(other);
        return joined.toByteArray();
    }
}
