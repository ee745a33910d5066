package io.calotype.pictures.credentials;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.messaging.lifecycle.WrongSetting;

/** Adds to a picture's file who vouches for how it was made. */
@FunctionalInterface
public interface ContentCredentials {

    /** What a service without a certificate adds. */
    ContentCredentials NONE = (file, format) -> file;

    /**
     * Returns what signs a service's pictures, if the operator has a certificate.
     *
     * @param prefix of the settings' names, for messages
     * @param version of Calotype
     * @throws WrongSetting for a certificate that nobody would accept
     */
    static ContentCredentials of(CredentialsSettings settings, String prefix, String version) {
        if (settings.certificateChain().isEmpty() && settings.privateKey().isEmpty()) {
            return NONE;
        }
        var chain =
                settings.certificateChain().orElseThrow(() -> new WrongSetting(prefix + PemFiles.CHAIN, "is missing"));
        var key = settings.privateKey().orElseThrow(() -> new WrongSetting(prefix + PemFiles.KEY, "is missing"));
        return new SignedCredentials(new PemFiles(chain, key, prefix).read(), version);
    }

    /** Returns the complete file with its credentials; the file itself where there are none. */
    byte[] addTo(byte[] file, OutputFormat format);
}
