package io.calotype.pictures.credentials;

import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEException;
import com.authlete.cose.COSEProtectedHeader;
import com.authlete.cose.COSEProtectedHeaderBuilder;
import com.authlete.cose.COSESign1Builder;
import com.authlete.cose.COSESigner;
import com.authlete.cose.COSEUnprotectedHeaderBuilder;
import com.authlete.cose.COSEVerifier;
import com.authlete.cose.SigStructureBuilder;
import com.authlete.cose.constants.COSEAlgorithms;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.List;
import java.util.OptionalInt;

/**
 * Who signs: a key and the certificates that say whose it is.
 *
 * @param chain the key's certificate, then those of its authorities
 */
record SigningIdentity(List<X509Certificate> chain, PrivateKey key) {

    private static final int TAG_OF_SIGN1 = 18;
    private static final int P256 = 256;
    private static final int P384 = 384;

    /** The COSE algorithm for a certificate's key; empty where the key is none of Ed25519, P-256 and P-384. */
    static OptionalInt algorithm(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519")) {
            return OptionalInt.of(COSEAlgorithms.EdDSA);
        }
        if (certificate.getPublicKey() instanceof ECPublicKey elliptic) {
            return switch (elliptic.getParams().getOrder().bitLength()) {
                case P256 -> OptionalInt.of(COSEAlgorithms.ES256);
                case P384 -> OptionalInt.of(COSEAlgorithms.ES384);
                default -> OptionalInt.empty();
            };
        }
        return OptionalInt.empty();
    }

    /** Returns the signature of bytes that it does not hold itself (RFC 9052, a tagged COSE_Sign1). */
    byte[] sign(byte[] payload) {
        int algorithm = algorithm(chain.get(0)).orElseThrow();
        try {
            var header = new COSEProtectedHeaderBuilder()
                    .alg(algorithm)
                    .x5chain(chain)
                    .build();
            var signed = new SigStructureBuilder()
                    .signature1()
                    .bodyAttributes(header)
                    .payload(payload)
                    .build();
            return message(header, new COSESigner(key).sign(signed, algorithm));
        } catch (COSEException | CertificateEncodingException e) {
            throw new IllegalStateException("Cannot sign as " + chain.get(0).getSubjectX500Principal(), e);
        }
    }

    /** Whether the key is that of the first certificate. */
    boolean isConsistent() {
        int algorithm = algorithm(chain.get(0)).orElseThrow();
        var probe = new byte[1];
        try {
            var signature = COSESigner.sign(key, algorithm, probe);
            return COSEVerifier.verify(chain.get(0).getPublicKey(), algorithm, probe, signature);
        } catch (COSEException e) {
            return false;
        }
    }

    private static byte[] message(COSEProtectedHeader header, byte[] signature) {
        var message = new COSESign1Builder()
                .protectedHeader(header)
                .unprotectedHeader(new COSEUnprotectedHeaderBuilder().build())
                .payload(CBORNull.INSTANCE)
                .signature(signature)
                .build();
        return new CBORTaggedItem(TAG_OF_SIGN1, message).encode();
    }
}
