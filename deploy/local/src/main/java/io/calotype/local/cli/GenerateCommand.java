package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import io.calotype.local.store.BucketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes pictures of one prompt and saves them. */
@Command(
        name = "generate",
        description = "Makes pictures of a prompt, with the running stack or one for this run alone.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PromptOptions options = new PromptOptions();

    @Mixin
    private PictureOptions start = new PictureOptions();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Mixin
    private ControlOptions controls = new ControlOptions();

    GenerateCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var names = new OutputNames(result.output, options.prompt, options.images);
        var start = Usage.checked(spec, this.start::read);
        var controls = Usage.checked(spec, this.controls::read);
        var parameters = Usage.checked(
                        spec, () -> options.parameters(names.format().orElse(null)))
                .withPicture(start.map(PictureOptions.Start::request).orElse(null))
                .withControls(controls.requests());
        var pictures = new ArrayList<>(start.map(PictureOptions.Start::pictures).orElse(List.of()));
        pictures.addAll(controls.pictures());
        requireTheirStack(pictures);
        var terminal = Terminal.ofThisProcess();
        var model = Objects.requireNonNullElse(parameters.model(), UpCommand.DEFAULT_MODEL);
        try (var stack = StackForRun.open(
                        home, model, terminal, parameters.output().upscale() != null);
                var channel = PromptChannel.open(stack.state().kafka())) {
            var store = new BucketClient(stack.state().store());
            pictures.forEach(picture -> picture.upload(store));
            var results = new ResultPrinter(store, names, result.json, terminal);
            var prompt = SentPrompt.send(parameters, channel, stack);
            if (stack.isShared()) {
                prompt.cancelOnInterrupt();
            }
            prompt.await(results::print, results::progress);
            return prompt.run().isAllCompleted() ? 0 : 1;
        } finally {
            terminal.clear();
        }
    }

    /** A stack started for this run has an empty bucket. */
    private void requireTheirStack(List<BroughtPicture> pictures) {
        var objects =
                pictures.stream().filter(picture -> picture.file().isEmpty()).toList();
        if (!objects.isEmpty() && StackState.running(home.stateFile()).isEmpty()) {
            throw new LocalFailure(objects.get(0).reference().objectKey()
                    + " is neither a file here nor an object of a running stack; ./calotype up starts one");
        }
    }
}
