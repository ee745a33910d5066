package io.calotype.pictures.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.pictures.file.PictureFileEncoder;
import io.calotype.pictures.file.Samples;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is added to files. Whether others accept it is asked of C2PA's own library by {@code .ci/credentials/run}, which reads
 * the files that this leaves in {@code target/content-credentials}.
 */
class ContentCredentialsTest {

    private static final Path SHOWN = Path.of("target/content-credentials");
    private static final String PREFIX = "calotype.decoder.content-credentials.";
    private static final String SIGNING = "digitalSignature";

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static PemFiles ed25519;
    private static PemFiles p256;

    @BeforeAll
    static void issueCertificates() throws Exception {
        authority = TestAuthority.create(folder);
        ed25519 = authority.issue("ed25519", SIGNING, "-keyalg", "Ed25519");
        p256 = authority.issue("p256", SIGNING, "-keyalg", "EC", "-groupname", "secp256r1");
        authority.issue("agreement", "keyAgreement", "-keyalg", "Ed25519");
        authority.issue("rsa", SIGNING, "-keyalg", "RSA");
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void thePictureIsTheSameAndSoIsTheFileEachTime(OutputFormat format) throws Exception {
        // Given
        var credentials = new SignedCredentials(ed25519.read(), "1.2.3");
        var file = file(format);
        // When
        var signed = credentials.addTo(file, format);
        // Then
        assertThat(signed).isEqualTo(credentials.addTo(file, format));
        assertThat(pixels(signed)).isEqualTo(pixels(file));
        assertThat(OutputFormat.ofSignature(signed)).contains(format);
        show("ed25519", format, signed);
    }

    @Test
    void aKeyOfTheCurveP256SignsToo() throws Exception {
        // When
        var signed = new SignedCredentials(p256.read(), "1.2.3").addTo(file(OutputFormat.PNG), OutputFormat.PNG);
        // Then
        assertThat(pixels(signed)).isEqualTo(pixels(file(OutputFormat.PNG)));
        show("p256", OutputFormat.PNG, signed);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519.crt, agreement.key, private-key is not the key of the first certificate",
        "authority.crt, ed25519.key, begins with a certificate that signed itself",
        "ed25519.key, ed25519.key, cannot be read as certificates in PEM",
        "ed25519.crt, ed25519.crt, cannot be read as a PKCS #8 key in PEM",
        "none.crt, ed25519.key, cannot be read as certificates in PEM",
        "agreement.crt, agreement.key, is not for digital signatures",
        "rsa.crt, rsa.key, 'none of Ed25519, P-256 and P-384'",
    })
    void whatNobodyWouldAcceptIsRefused(String chain, String key, String fault) {
        assertThatThrownBy(new PemFiles(folder.resolve(chain), folder.resolve(key), PREFIX)::read)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(fault);
    }

    @Test
    void aChainThatNoJpegHoldsIsRefused() throws Exception {
        // Given
        var chain = Files.writeString(
                folder.resolve("long.crt"),
                Files.readString(ed25519.certificateChain()).repeat(150));
        // When / Then
        assertThatThrownBy(new PemFiles(chain, ed25519.privateKey(), PREFIX)::read)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("bytes of certificates; at most 49152");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        // Given
        var half = new Settings(Optional.of(ed25519.certificateChain()), Optional.empty());
        // When / Then
        assertThatThrownBy(() -> ContentCredentials.of(half, PREFIX, "1.2.3"))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(PREFIX + "private-key is missing");
    }

    private record Settings(Optional<Path> certificateChain, Optional<Path> privateKey)
            implements CredentialsSettings {}

    private static byte[] file(OutputFormat format) {
        return PictureFileEncoder.of(format).encode(Samples.gradient(96, 64), Samples.provenance("a cat", "", format));
    }

    private static int[] pixels(byte[] file) throws Exception {
        var picture = ImageIO.read(new ByteArrayInputStream(file));
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }

    private static void show(String key, OutputFormat format, byte[] signed) throws Exception {
        var shown = Files.createDirectories(SHOWN.resolve(key + "-" + format.jsonName()));
        Files.write(shown.resolve("picture." + format.extension()), signed);
        Files.writeString(shown.resolve("authority.crt"), Files.readString(authority.certificate()));
    }
}
