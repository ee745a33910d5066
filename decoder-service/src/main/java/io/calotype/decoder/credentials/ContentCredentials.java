package io.calotype.decoder.credentials;

import io.calotype.contracts.spec.OutputFormat;

/** Adds to a picture's file who vouches for how it was made. */
@FunctionalInterface
public interface ContentCredentials {

    /** What a decoder without a certificate adds. */
    ContentCredentials NONE = (file, format) -> file;

    /** Returns the complete file with its credentials; the file itself where there are none. */
    byte[] addTo(byte[] file, OutputFormat format);
}
