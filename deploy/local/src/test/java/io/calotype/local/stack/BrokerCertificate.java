package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A certificate for 127.0.0.1 that signed itself.
 *
 * @param keyStore holds its key, for the brokers
 * @param authority the certificate in PEM, as Strimzi's {@code ca.crt}, for the clients
 */
record BrokerCertificate(Path keyStore, Path authority) {

    private static final String PASSWORD = "of-no-secret";

    static BrokerCertificate create(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var certificate = new BrokerCertificate(folder.resolve("broker.p12"), folder.resolve("ca.crt"));
        certificate.keytool(
                "-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1", "-validity", "2");
        certificate.keytool("-exportcert", "-rfc", "-file", certificate.authority.toString());
        return certificate;
    }

    /** What a broker needs to know of it. */
    Map<String, String> brokerSettings() {
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keyStore.toString(),
                "ssl.keystore.password",
                PASSWORD);
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "broker", "-keystore", keyStore.toString(), "-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
