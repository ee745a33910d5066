package io.calotype.local.cli;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.vae.VaeInstall;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.reproduce.PackByDigest;
import io.calotype.local.stack.Home;
import io.calotype.local.store.BucketClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decodes the kept latents of a picture again. */
@Command(
        name = "replay",
        description = "Decodes a picture again from its last kept step, without denoising it:"
                + " in another format, by another VAE, or after the decoder has changed.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The picture: PROMPT_ID/INDEX; without an index the first.")
    private String id = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "png, jpeg or webp; as before where none is named.")
    private @Nullable String format;

    @Option(
            names = "--vae",
            paramLabel = "DIR",
            description = "Decode by another VAE: a folder with model.onnx and config.json, or an export.")
    private @Nullable Path vae;

    @Mixin
    private ResultOptions result = new ResultOptions();

    ReplayCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var image = Usage.checked(spec, () -> ParentImage.id(id));
        var terminal = Terminal.ofThisProcess();
        try (var stack = StackForRun.running(home)) {
            var store = new BucketClient(stack.state().store());
            var parent = last(store, image);
            var names = new OutputNames(result.output, parent.task().spec().prompt(), 1);
            var format = Usage.checked(spec, () -> format(names));
            return vae == null
                    ? decode(parent, format, stack, names, terminal)
                    : decodeBy(vae, parent, format, names, terminal);
        } finally {
            terminal.clear();
        }
    }

    private static KeptStep last(BucketClient store, ImageId image) {
        var kept = ParentImage.steps(store, image);
        if (kept.isEmpty()) {
            throw new LocalFailure("no step of " + image + " is kept; --keep-steps keeps some as a picture is drawn");
        }
        return ParentImage.step(store, new ParentStep(image, kept.get(kept.size() - 1)));
    }

    /** In a stack of its own, whose pack has the other VAE and whose bucket has the latents. */
    private int decodeBy(
            Path other, KeptStep parent, @Nullable OutputFormat format, OutputNames names, Terminal terminal) {
        var digest = parent.task().packDigest();
        var base = PackByDigest.find(home, digest)
                .orElseThrow(() -> new LocalFailure("no pack here has the digest " + digest + " of the picture's"));
        try (var folder = PackFolderForRun.create(home)) {
            var pack = VaeInstall.install(other, new ModelPacks(home.packs()).open(base), base + ".vae", folder.path());
            try (var stack = StackForRun.alone(folder.home(), pack.name(), terminal)) {
                var moved = parent.of(pack.name(), pack.digest());
                new BucketClient(stack.state().store())
                        .put(StepObject.key(moved.place()), Events.SAFETENSORS, moved.toSafetensors());
                return decode(moved, format, stack, names, terminal);
            }
        }
    }

    private int decode(
            KeptStep parent, @Nullable OutputFormat format, StackForRun stack, OutputNames names, Terminal terminal) {
        try (var channel = PromptChannel.open(stack.state().kafka())) {
            var task = parent.task();
            var prompt = prompt(task.spec().prompt(), format, parent.place());
            var sent = SentPrompt.send(task.origin().source(), prompt, channel, stack);
            var results = new ResultPrinter(new BucketClient(stack.state().store()), names, result.json, terminal);
            sent.await(results::print, results::progress);
            return sent.run().isAllCompleted() ? 0 : 1;
        }
    }

    private @Nullable OutputFormat format(OutputNames names) {
        var asked = Optional.ofNullable(format).map(OutputFormat::parse);
        var named = names.format();
        if (asked.isPresent() && named.isPresent() && !asked.equals(named)) {
            var detail = "--format is " + format + ", but -o asks for another format";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "output_format", detail);
        }
        return asked.or(() -> named).orElse(null);
    }

    private static PromptParameters prompt(String words, @Nullable OutputFormat format, ParentStep last) {
        return new PromptParameters(
                words,
                null,
                null,
                new OutputRequest(null, null, 1, format),
                SamplingRequest.DEFAULTS.withParent(last),
                null,
                Limits.DEFAULT_PRIORITY,
                null);
    }
}
