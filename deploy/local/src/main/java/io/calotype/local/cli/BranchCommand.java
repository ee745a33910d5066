package io.calotype.local.cli;

import io.calotype.contracts.spec.ParentStep;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.stack.Home;
import io.calotype.local.store.BucketClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws on from a step of another picture. */
@Command(
        name = "branch",
        description = "Draws on from a kept step of another picture, with other words, guidance, scheduler or seed."
                + " What is not given is as there. ./calotype generate --keep-steps 1 keeps steps.",
        mixinStandardHelpOptions = true)
final class BranchCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The picture: PROMPT_ID/INDEX; without an index the first.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "What the picture is to show from there on.")
    private @Nullable String prompt;

    @Option(names = "--step", required = true, paramLabel = "N", description = "The step, as in its progress.")
    private int step;

    @Mixin
    private BranchOptions options = new BranchOptions();

    @Mixin
    private ControlOptions controls = new ControlOptions();

    @Mixin
    private ResultOptions result = new ResultOptions();

    BranchCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var parent = Usage.checked(spec, () -> new ParentStep(ParentImage.id(id), step));
        var controls = Usage.checked(spec, this.controls::read);
        var terminal = Terminal.ofThisProcess();
        try (var stack = StackForRun.running(home);
                var channel = PromptChannel.open(stack.state().kafka())) {
            var store = new BucketClient(stack.state().store());
            var kept = ParentImage.step(store, parent);
            var words = Optional.ofNullable(prompt).orElse(kept.task().spec().prompt());
            var names = new OutputNames(result.output, words, options.images);
            var parameters = Usage.checked(
                            spec, () -> options.parameters(words, names.format().orElse(null), parent))
                    .withControls(controls.requests());
            controls.pictures().forEach(picture -> picture.upload(store));
            var sent = SentPrompt.send(kept.task().origin().source(), parameters, channel, stack);
            sent.cancelOnInterrupt();
            var results = new ResultPrinter(store, names, result.json, terminal);
            sent.await(results::print, results::progress);
            return sent.run().isAllCompleted() ? 0 : 1;
        } finally {
            terminal.clear();
        }
    }
}
