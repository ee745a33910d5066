package io.calotype.local.cli;

import io.calotype.contracts.event.PictureRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of pictures that begin from a picture. */
final class PictureOptions {

    @Option(
            names = "--image",
            paramLabel = "FILE|KEY",
            description =
                    "Begin from this PNG, JPEG or WebP, or from an object of the running stack (images/..., inputs/...).")
    @Nullable
    String image;

    @Option(
            names = "--mask",
            paramLabel = "FILE|KEY",
            description = "Which part of it to repaint: white, or what is transparent.")
    @Nullable
    String mask;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to leave it, above 0 to 1; at 1 nothing of it stays.")
    @Nullable
    Double strength;

    /**
     * What the options say.
     *
     * @param pictures the picture and, if there is one, the mask
     */
    record Start(PictureRequest request, List<BroughtPicture> pictures) {}

    /**
     * Reads files as far as they have to be checked.
     *
     * @return empty where the options are not used
     */
    Optional<Start> read() {
        if (image == null) {
            if (mask != null || strength != null) {
                throw new IllegalArgumentException((mask != null ? "--mask" : "--strength") + " needs --image");
            }
            return Optional.empty();
        }
        var picture = BroughtPicture.of("--image", image);
        var masked = mask == null ? null : BroughtPicture.of("--mask", mask);
        var request = new PictureRequest(picture.reference(), masked == null ? null : masked.reference(), strength);
        return Optional.of(new Start(
                request, Stream.of(picture, masked).flatMap(Stream::ofNullable).toList()));
    }
}
