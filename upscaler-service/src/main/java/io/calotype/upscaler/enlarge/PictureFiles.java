package io.calotype.upscaler.enlarge;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.pictures.credentials.ContentCredentials;
import io.calotype.pictures.file.Picture;
import io.calotype.pictures.file.PictureFileEncoder;
import io.calotype.pictures.file.Provenance;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes pictures as files that say how they were made, the same bytes for the same picture. */
@ApplicationScoped
class PictureFiles {

    private final Provenance.Upscaler upscaler;
    private final ContentCredentials credentials;
    private final String version;

    PictureFiles(
            UpscalerPack pack,
            ContentCredentials credentials,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.upscaler = new Provenance.Upscaler(pack.name(), pack.digest());
        this.credentials = credentials;
        this.version = version;
    }

    byte[] drawn(DecodedPicture drawn, Picture picture) {
        return file(drawn, picture, new Provenance(drawn.task().spec().notUpscaled(), pack(drawn), version));
    }

    byte[] enlarged(DecodedPicture drawn, Picture picture) {
        return file(drawn, picture, new Provenance(drawn.task().spec(), pack(drawn), version, upscaler));
    }

    private static Provenance.Pack pack(DecodedPicture drawn) {
        return new Provenance.Pack(drawn.task().packDigest(), drawn.packVersion());
    }

    private byte[] file(DecodedPicture drawn, Picture picture, Provenance provenance) {
        var format = drawn.task().spec().outputFormat();
        return credentials.addTo(PictureFileEncoder.of(format).encode(picture, provenance), format);
    }
}
