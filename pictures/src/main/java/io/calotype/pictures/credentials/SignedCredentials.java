package io.calotype.pictures.credentials;

import io.calotype.contracts.spec.OutputFormat;

/** Signs each file as made by a trained model. */
final class SignedCredentials implements ContentCredentials {

    private final SigningIdentity identity;
    private final String version;

    /** Credentials of an identity, and of a version of Calotype. */
    SignedCredentials(SigningIdentity identity, String version) {
        this.identity = identity;
        this.version = version;
    }

    @Override
    public byte[] addTo(byte[] file, OutputFormat format) {
        var store = ManifestStore.of(file, version, identity);
        var binding = Binding.draft(0, 0);
        var carried = CarriedStore.in(file, format, store.bytes(binding));
        // Its own place and length are written in it, and longer numbers make it longer.
        while (carried.start() != binding.start() || carried.length() != binding.length()) {
            binding = Binding.draft(carried.start(), carried.length());
            carried = CarriedStore.in(file, format, store.bytes(binding));
        }
        return CarriedStore.in(file, format, store.bytes(Binding.to(carried))).file();
    }
}
