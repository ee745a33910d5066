package io.calotype.encoder.config;

import io.calotype.contracts.spec.PromptWeights;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings that only the encoder has. */
@ConfigMapping(prefix = "calotype.encoder")
public interface EncoderConfig {

    /** Size of the embedding cache in bytes; 0 switches it off. */
    @WithDefault("33554432")
    long cacheBytes();

    /** Bytes that the pictures that prompts begin from may take in memory, all together; one that needs more is refused. */
    @WithDefault("134217728")
    long pictureMemory();

    /** The pack of prompts that name none, the same for all encoders of a deployment; without it, this encoder's own. */
    Optional<String> defaultModel();

    /**
     * Packs whose prompts another pack now draws, as {@code OLD=NEW}: a newer version under its own name. Both are among the
     * known models; the same in all encoders of a deployment.
     */
    Optional<List<String>> replacedModels();

    /** What to do with a prompt longer than the text encoder's window: {@code cut} it, or {@code chunk} it into several. */
    @WithDefault("cut")
    LongPrompts longPrompts();

    /** How words of prompts that do not say it get weights: {@code off}, {@code a1111} or {@code compel}. */
    @WithDefault("off")
    PromptWeights promptWeights();

    /** Words and phrases that no prompt may have, the same in all encoders of a deployment; it fails as {@code denied}. */
    Optional<List<String>> deniedWords();

    /** Bytes that the LoRAs of prompts may take in memory for each text encoder: those in use, and those used last. */
    @WithDefault("134217728")
    long loraMemory();

    /** How long after its prompt was written an image that has no end fails; the same in all encoders of a deployment. */
    @WithDefault("24h")
    Duration deadline();

    /**
     * How many images may have been sent on and not ended before prompts are held here, so that tenants get their shares; without it
     * prompts are not held, and go on in the order in which they came. Half as many as the denoisers take in at a time, divided by
     * the encoders.
     */
    OptionalInt ahead();

    /** The service that decides about prompts, the same in all encoders of a deployment. */
    PolicyService promptPolicy();

    /** How the policy service is asked. */
    interface PolicyService {
        /** Where questions are posted to; without it nobody is asked. */
        Optional<URI> url();

        /** How long a question may take in all, 1 ms to 60 s. */
        @WithDefault("2s")
        Duration timeout();

        /** What becomes of a prompt about which there is no answer: {@code refuse} or {@code allow}. */
        @WithDefault("refuse")
        Undecided undecided();

        /** How many questions may be open at a time, 1 to 256. */
        @WithDefault("16")
        int concurrency();

        /** The token that goes with each question, as {@code Authorization: Bearer}; or a file that holds it. */
        Optional<String> token();

        /** The file that holds the token; read for each question, so that it may be changed. */
        Optional<Path> tokenFile();

        /** Whose keys and certificates are used for TLS: the name of a {@code quarkus.tls.<name>}; those of Java without it. */
        Optional<String> tlsConfigurationName();
    }

    /** Embeddings of prompts in the object store, which all encoders share. */
    SharedEmbeddings sharedEmbeddings();

    /** Settings of shared embeddings. */
    interface SharedEmbeddings {
        /** Whether embeddings are kept in the object store. */
        @WithDefault("true")
        boolean enabled();

        /** How long this process's text encoder takes for a text at least; faster ones are not shared. */
        @WithDefault("250ms")
        Duration from();

        /** How long to wait for an encoder that has begun with the same text. */
        @WithDefault("30s")
        Duration patience();
    }
}
