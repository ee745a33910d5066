package io.calotype.gateway.view;

import io.calotype.contracts.event.StoredImage;
import org.jspecify.annotations.Nullable;

/**
 * The picture of an image as the API shows it; all null before it is stored.
 *
 * @param url where the picture is, relative to the gateway
 * @param width of its first pass, in pixels
 * @param height of its first pass, in pixels
 * @param upscale how many times as wide and high as drawn it is; null if it was not enlarged
 * @param originalUrl where the picture is as it was drawn; null if it was not enlarged
 * @param size in bytes
 * @param promptSimilarity how well the picture shows what its prompt says: the cosine of both, -1 to 1; null where the model cannot
 *     compare them
 * @param safety what the safety checker found: {@code passed}, {@code marked} or {@code blurred}; null where none looked
 */
public record StoredView(
        @Nullable String url,
        @Nullable String contentType,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer upscale,
        @Nullable String originalUrl,
        @Nullable String sha256,
        @Nullable Long size,
        @Nullable Double promptSimilarity,
        @Nullable String safety) {

    static final StoredView NONE = new StoredView(null, null, null, null, null, null, null, null, null, null);

    static StoredView of(StoredImage stored) {
        var picture = stored.picture();
        var url = "/v1/images/" + stored.id();
        return new StoredView(
                url,
                picture.contentType(),
                stored.imageSize().width(),
                stored.imageSize().height(),
                stored.original() == null ? null : Integer.valueOf(stored.upscale()),
                stored.original() == null ? null : url + "/original",
                picture.sha256(),
                picture.size(),
                stored.shown() == null ? null : stored.shown().promptSimilarity(),
                picture.safety() == null ? null : picture.safety().jsonName());
    }
}
