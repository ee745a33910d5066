package io.calotype.upscaler.enlarge;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Upscale;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.upscale.TileWatcher;
import io.calotype.inference.upscale.Upscaler;
import io.calotype.pictures.file.Picture;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;

/** Enlarges pictures by this process's pack. */
@ApplicationScoped
public class PictureEnlarger {

    private final UpscalerPack pack;
    private final Upscaler upscaler;
    private final PictureFiles files;

    PictureEnlarger(UpscalerPack pack, Upscaler upscaler, PictureFiles files) {
        this.pack = pack;
        this.upscaler = upscaler;
        this.files = files;
    }

    /**
     * Checks that this pack enlarges pictures as the task says.
     *
     * @throws Refusal INVALID_PARAMETER if it does not
     */
    public void require(ImageTask task) {
        Upscale.require(task.spec().upscale(), OptionalInt.of(pack.scale()));
    }

    /** Returns the file of a picture as it was drawn: the same bytes as of a picture that is not to be enlarged. */
    public byte[] original(DecodedPicture drawn) {
        return files.drawn(drawn, Picture.of(drawn.pixels()));
    }

    /** Returns the file of the enlarged picture; what the watcher throws ends the work. */
    public byte[] enlarged(DecodedPicture drawn, TileWatcher watcher) {
        return files.enlarged(drawn, Picture.of(upscaler.upscale(Picture.of(drawn.pixels()), watcher)));
    }
}
