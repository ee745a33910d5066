package io.calotype.local.cli;

import io.calotype.inference.inversion.EmbeddingInstall;
import io.calotype.inference.inversion.LearnedEmbedding;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model pack of another one and an embedding of textual inversion. */
@Command(
        name = "add-embedding",
        description = "Makes a new model pack of another one and a learned embedding (textual inversion): its text"
                + " encoders know one more token, which prompts use like a word.",
        mixinStandardHelpOptions = true)
final class ModelAddEmbeddingCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The embedding, a safetensors file.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "PACK", required = true, description = "The pack that it was trained for.")
    private String base = "";

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description =
                    "What prompts write for it. Default: what the file names, such as <cat-toy>, or its own name.")
    private @Nullable String token;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "The name that prompts use for the pack. Default: the pack's and the token: sd15.cat-toy.")
    private @Nullable String name;

    ModelAddEmbeddingCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var pack = new ModelPacks(home.packs()).open(base);
        var embedding = LearnedEmbedding.read(file, token);
        var chosen = name == null ? base + "." + PackNames.of(embedding.token()) : name;
        var added = EmbeddingInstall.install(embedding, pack, chosen, home.packs());
        AddedPack.tryOut(home, added, out);
        out.printf("%s is added: ./calotype generate --model %s \"... %s ...\"%n", chosen, chosen, embedding.token());
        return 0;
    }
}
