package io.calotype.local.cli;

import io.calotype.inference.pack.UpscalerPack;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackSettings;
import io.calotype.local.upscale.UpscaledPicture;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Enlarges a picture by a model. */
@Command(
        name = "upscale",
        description = "Enlarges a picture by a model, which draws edges sharper than a filter does.",
        mixinStandardHelpOptions = true)
final class UpscaleCommand implements Callable<Integer> {

    private static final String DEFAULT = StackSettings.UPSCALER;

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The picture: PNG, JPEG or WebP.")
    private Path file = Path.of("");

    @Option(
            names = {"-m", "--model"},
            paramLabel = "PACK",
            defaultValue = DEFAULT,
            description = "The pack of the upscaler (default: ${DEFAULT-VALUE}).")
    private String model = DEFAULT;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to save the PNG. Default: beside the picture, as in cat-2x.png.")
    private @Nullable Path output;

    UpscaleCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var pack = UpscalerPack.open(home.packs(), model);
        var target = output == null ? beside(file, pack.scale()) : output;
        if (!target.toString().endsWith(".png")) {
            throw Usage.wrong(spec, "-o " + target + " must end in .png");
        }
        var png = Usage.checked(spec, () -> UpscaledPicture.png(pack, file.toString(), PictureFile.read(file)));
        Objects.requireNonNull(spec).commandLine().getOut().println(PictureFile.write(target, png));
        return 0;
    }

    private static Path beside(Path file, int scale) {
        var name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-" + scale + "x.png");
    }
}
