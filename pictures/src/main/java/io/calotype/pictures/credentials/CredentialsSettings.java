package io.calotype.pictures.credentials;

import java.nio.file.Path;
import java.util.Optional;

/** Where the operator's certificate is; without one pictures are not signed. */
public interface CredentialsSettings {

    /** A file in PEM: the certificate of the key, then those of its authorities without the root. */
    Optional<Path> certificateChain();

    /** A file in PEM: the key in PKCS #8, without a password. */
    Optional<Path> privateKey();
}
