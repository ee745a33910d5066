package io.calotype.pictures.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Issues certificates to signers, and exists for a test alone. */
final class TestAuthority {

    private static final String PASSWORD = "of-no-secret";
    private static final String NAME = "authority";

    private final Path folder;
    private final Path keyStore;

    private TestAuthority(Path folder) {
        this.folder = folder;
        this.keyStore = folder.resolve("keys.p12");
    }

    /** Makes an authority that keeps everything in a folder. */
    static TestAuthority create(Path folder) throws Exception {
        var authority = new TestAuthority(folder);
        authority.generate(NAME, List.of("-keyalg", "Ed25519", "-ext", "bc:c=ca:true"));
        return authority;
    }

    /**
     * Makes a key and its certificate.
     *
     * @param usage what for, in keytool's words
     * @param key options of keytool
     */
    PemFiles issue(String name, String usage, String... key) throws Exception {
        var options = new ArrayList<>(List.of(key));
        options.addAll(List.of("-signer", NAME, "-ext", "ku:c=" + usage, "-ext", "eku=emailProtection"));
        generate(name, options);
        var secret = store().getKey(name, PASSWORD.toCharArray()).getEncoded();
        return new PemFiles(certificate(name), pem(name + ".key", "PRIVATE KEY", secret), "");
    }

    /** The certificate that readers have to trust. */
    Path certificate() throws GeneralSecurityException, IOException {
        return certificate(NAME);
    }

    private Path certificate(String name) throws GeneralSecurityException, IOException {
        return pem(name + ".crt", "CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    private void generate(String name, List<String> options) throws Exception {
        var keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
        var command = new ArrayList<>(List.of(keytool, "-genkeypair", "-validity", "30"));
        command.addAll(List.of("-alias", name, "-dname", "CN=Test " + name + ",O=Calotype"));
        command.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        command.addAll(options);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    }

    private Path pem(String file, String kind, byte[] der) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind));
    }
}
