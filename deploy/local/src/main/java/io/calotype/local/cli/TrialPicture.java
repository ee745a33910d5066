package io.calotype.local.cli;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.spec.Seed;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.LatentChannels;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.stack.Home;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;

/** One picture of one step, through a stack of its own, to see that a pack works from prompt to pixels. */
final class TrialPicture {

    private static final double NO_GUIDANCE = 1;
    private static final int SIDE = 64;
    private static final int LARGEST_SIDE = 256; // a multiple of whatever families want

    private TrialPicture() {}

    /** Draws the picture and throws it away; {@link LocalFailure} says why there is none. */
    static void draw(Home home, ModelPack pack) {
        var terminal = Terminal.ofThisProcess();
        try (var stack = StackForRun.alone(home, pack.name(), terminal)) {
            var end = SinglePicture.draw(stack, parameters(pack), terminal);
            if (!end.getType().equals(EventTypes.IMAGE_COMPLETED)) {
                throw new LocalFailure(pack.name() + " draws no picture: "
                        + PromptRun.data(end).at("/problem/detail").asText());
            }
        } finally {
            terminal.clear();
        }
    }

    private static PromptParameters parameters(ModelPack pack) {
        var size = size(pack.defaults().size());
        return new PromptParameters(
                "a cat",
                null,
                null,
                new OutputRequest(size.width(), size.height(), 1, null),
                new SamplingRequest(1, NO_GUIDANCE, null, null, null, Seed.parse("1")),
                pack.name(),
                Limits.DEFAULT_PRIORITY,
                LatentChannels.areForInpainting(pack) ? allOfAWhitePicture() : null);
    }

    /** A step of a large model at its usual size can take minutes on a CPU; whether it draws shows as well at a small one. */
    static ImageSize size(ImageSize usual) {
        return new ImageSize(Math.min(usual.width(), LARGEST_SIDE), Math.min(usual.height(), LARGEST_SIDE));
    }

    /** White is also what a mask has where the picture is repainted. */
    private static PictureRequest allOfAWhitePicture() {
        var white = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Arrays.setAll(((DataBufferInt) white.getRaster().getDataBuffer()).getData(), pixel -> 0xFFFFFF);
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(white, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var reference = new PictureReference(
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
        return new PictureRequest(reference, reference, null);
    }
}
