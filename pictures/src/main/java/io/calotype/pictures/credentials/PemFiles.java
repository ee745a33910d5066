package io.calotype.pictures.credentials;

import io.calotype.messaging.lifecycle.WrongSetting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Reads an identity from the files that certificate authorities give: PEM, the key in PKCS #8 without a password.
 *
 * @param prefix of the names of the settings that name them
 */
record PemFiles(Path certificateChain, Path privateKey, String prefix) {

    static final String CHAIN = "certificate-chain";
    static final String KEY = "private-key";

    /** A JPEG has one segment of 64 KiB for the chain and what is signed. */
    private static final int MAX_CHAIN_BYTES = 48 << 10;

    private static final int DIGITAL_SIGNATURE = 0;

    /**
     * Returns the identity.
     *
     * @throws WrongSetting if C2PA has no use for it: no key of the kinds supported, a certificate that signed itself or is not for
     *     signatures, or a key of another certificate
     */
    SigningIdentity read() {
        var chain = chain();
        var own = chain.get(0);
        if (SigningIdentity.algorithm(own).isEmpty()) {
            throw wrong(CHAIN, "has a certificate for a key that is none of Ed25519, P-256 and P-384");
        }
        if (own.getSubjectX500Principal().equals(own.getIssuerX500Principal())) {
            throw wrong(CHAIN, "begins with a certificate that signed itself, which C2PA does not accept");
        }
        var usage = own.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE]) {
            throw wrong(CHAIN, "begins with a certificate that is not for digital signatures");
        }
        var identity = new SigningIdentity(chain, key(own.getPublicKey().getAlgorithm()));
        requireOwnKey(identity);
        return identity;
    }

    private List<X509Certificate> chain() {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificates =
                    factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificateChain)));
            if (certificates.isEmpty()) {
                throw wrong(CHAIN, "has no certificate in " + certificateChain);
            }
            int bytes = 0;
            for (var certificate : certificates) {
                bytes += certificate.getEncoded().length;
            }
            if (bytes > MAX_CHAIN_BYTES) {
                throw wrong(CHAIN, "has " + bytes + " bytes of certificates; at most " + MAX_CHAIN_BYTES);
            }
            return certificates.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | CertificateException e) {
            throw wrong(CHAIN, "cannot be read as certificates in PEM: " + certificateChain);
        }
    }

    private PrivateKey key(String algorithm) {
        try {
            var base64 = Files.readString(privateKey)
                    .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                    .strip();
            var key = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return KeyFactory.getInstance(algorithm).generatePrivate(key);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw wrong(KEY, "cannot be read as a PKCS #8 key in PEM: " + privateKey);
        }
    }

    private void requireOwnKey(SigningIdentity identity) {
        if (!identity.isConsistent()) {
            throw wrong(KEY, "is not the key of the first certificate of " + prefix + CHAIN);
        }
    }

    private WrongSetting wrong(String name, String fault) {
        return new WrongSetting(prefix + name, fault);
    }
}
