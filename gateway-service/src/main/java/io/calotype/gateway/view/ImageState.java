package io.calotype.gateway.view;

import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.StoredImage;
import io.calotype.gateway.book.Happening.Step;
import io.calotype.gateway.book.ImageSnapshot;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an image is at. */
enum ImageState {
    WAITING,
    ENCODING,
    DENOISING,
    DECODING,
    UPSCALING,
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED;

    static ImageState of(ImageSnapshot image) {
        var end = image.end();
        if (end instanceof StoredImage) {
            return COMPLETED;
        }
        if (end instanceof ImageFailed) {
            return FAILED;
        }
        if (end instanceof ImageCancelled) {
            return CANCELLED;
        }
        var state = of(image.lastStep());
        return image.paused() && state != DECODING && state != UPSCALING ? PAUSED : state;
    }

    /** An image whose last step is done waits for the next stage or is in it; no event says which. */
    private static ImageState of(@Nullable Step last) {
        if (last == null) {
            return WAITING;
        }
        return switch (last.stage()) {
            case DENOISE -> last.step() < last.steps() ? DENOISING : DECODING;
            case DECODE -> DECODING;
            case UPSCALE -> UPSCALING;
            case ENCODE -> ENCODING;
        };
    }

    boolean ended() {
        return compareTo(COMPLETED) >= 0;
    }

    String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
