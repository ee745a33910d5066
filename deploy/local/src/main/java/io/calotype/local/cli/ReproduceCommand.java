package io.calotype.local.cli;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.problem.Refusal;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.failure.Reason;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.reproduce.Comparison;
import io.calotype.local.reproduce.PackByDigest;
import io.calotype.local.reproduce.Provenance;
import io.calotype.local.stack.Home;
import io.calotype.local.store.BucketClient;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a picture again from what its file says, and compares. */
@Command(
        name = "reproduce",
        description = "Makes a picture again from what its file says of its making, and compares the two.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The same bytes.", "1:They differ; what differs is printed.", "2:It cannot be tried."})
final class ReproduceCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int IMPOSSIBLE = 2;

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A picture that Calotype made: PNG, JPEG or WebP.")
    private Path file = Path.of("");

    @Option(names = "--image", paramLabel = "FILE", description = "The picture that it was made from, if it was.")
    private @Nullable String image;

    @Option(names = "--mask", paramLabel = "FILE", description = "The mask that it was made with, if there was one.")
    private @Nullable String mask;

    @Option(
            names = "--control",
            paramLabel = "FILE",
            description = "A picture that controlled it, if one did; two in their order.")
    private List<String> controls = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Keep the new picture here.")
    private @Nullable Path output;

    ReproduceCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var before = bytes();
        var made = Provenance.of(before)
                .orElseThrow(() -> impossible(file + " does not say how it was made, or is no picture"));
        var after = again(made);
        if (output != null) {
            PictureFile.write(output, after);
        }
        var comparison = Comparison.of(made, before, after);
        comparison.lines().forEach(Objects.requireNonNull(spec).commandLine().getOut()::println);
        return comparison.isSame() ? 0 : DIFFERENT;
    }

    private byte[] again(Provenance made) {
        var model = PackByDigest.find(home, made)
                .orElseThrow(() -> impossible("no pack here is " + made.pack() + " with the digest " + made.packDigest()
                        + "; ./calotype model list shows those there are"));
        var terminal = Terminal.ofThisProcess();
        try {
            var pictures = sources(made);
            var controls = controls(made);
            var prompt = made.prompt(
                    model,
                    request(made, pictures),
                    controls.stream().map(BroughtPicture::reference).toList());
            try (var stack =
                    StackForRun.open(home, model, terminal, prompt.output().upscale() != null)) {
                var store = new BucketClient(stack.state().store());
                pictures.forEach(picture -> picture.upload(store));
                controls.forEach(picture -> picture.upload(store));
                return fetched(SinglePicture.draw(stack, prompt, terminal), store);
            }
        } catch (Refusal e) {
            throw impossible(e.problem().detail());
        } catch (IllegalArgumentException e) {
            throw impossible(String.valueOf(e.getMessage()));
        } finally {
            terminal.clear();
        }
    }

    private static byte[] fetched(CloudEvent end, BucketClient store) {
        var data = PromptRun.data(end);
        if (!end.getType().equals(EventTypes.IMAGE_COMPLETED)) {
            throw impossible(data.at("/problem/detail").asText("it was cancelled"));
        }
        return store.fetch(data.path("key").asText(), data.path("sha256").asText());
    }

    private List<BroughtPicture> sources(Provenance made) {
        if (made.strength() != null && image == null) {
            throw impossible(file + " was made from a picture; name it with --image");
        }
        if (made.strength() == null && (image != null || mask != null)) {
            throw impossible(file + " was made from noise alone, without " + (image != null ? "--image" : "--mask"));
        }
        return Stream.of(brought("--image", image), brought("--mask", mask))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<BroughtPicture> controls(Provenance made) {
        if (controls.size() != made.controls()) {
            throw impossible(
                    "%s was controlled by %d pictures; name each with --control".formatted(file, made.controls()));
        }
        return controls.stream()
                .map(name -> BroughtPicture.of("--control", name))
                .toList();
    }

    private static Optional<BroughtPicture> brought(String option, @Nullable String text) {
        return Optional.ofNullable(text).map(name -> BroughtPicture.of(option, name));
    }

    private static @Nullable PictureRequest request(Provenance made, List<BroughtPicture> pictures) {
        return pictures.isEmpty()
                ? null
                : new PictureRequest(
                        pictures.get(0).reference(),
                        pictures.size() == 1 ? null : pictures.get(1).reference(),
                        made.strength());
    }

    private byte[] bytes() {
        try {
            return PictureFile.read(file);
        } catch (Refusal e) {
            throw impossible(e.problem().detail());
        } catch (LocalFailure e) {
            throw impossible(Reason.of(e));
        }
    }

    private static LocalFailure impossible(String reason) {
        return new LocalFailure(reason, IMPOSSIBLE);
    }
}
