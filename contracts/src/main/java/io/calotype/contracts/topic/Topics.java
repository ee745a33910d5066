package io.calotype.contracts.topic;

import io.calotype.contracts.spec.GenerationSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The names of the topics, and how they are created. */
public final class Topics {
    /** Prompt events for all packs, from any producer. */
    public static final String PROMPTS = "calotype.prompts";
    /** The one terminal event of every image. */
    public static final String IMAGES = "calotype.images";
    /** How far images are. */
    public static final String PROGRESS = "calotype.progress";
    /** Pictures to enlarge, of all packs. */
    public static final String UPSCALES = "calotype.upscales";
    /** What is decided about prompts after they were sent: that they are cancelled, paused or resumed; from any producer. */
    public static final String CANCELLATIONS = "calotype.cancellations";
    /** What senders want erased; from any producer that may. */
    public static final String ERASURES = "calotype.erasures";
    /** Texts to embed; the encoders of every pack read all and answer those for their own. */
    public static final String TEXTS = "calotype.texts";
    /** The texts' embeddings. */
    public static final String TEXTS_EMBEDDED = "calotype.texts.embedded";

    private static final int PARTITIONS = 8;
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

    private Topics() {}

    /** Returns the topic of prompts that an encoder of another pack forwarded. */
    public static String prompts(String pack) {
        return ofPack("calotype.prompts.", pack);
    }

    /** Returns the topic of a pack's text embeddings. */
    public static String embeddings(String pack) {
        return ofPack("calotype.embeddings.", pack);
    }

    /** Returns the topic of a pack's denoised latents. */
    public static String latents(String pack) {
        return ofPack("calotype.latents.", pack);
    }

    /** Returns the dead-letter topic of a topic. */
    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }

    /** Returns all topics of a deployment that serves the packs, dead letters included, each on one broker. */
    public static List<TopicSpec> all(List<String> packs) {
        var read = new ArrayList<TopicSpec>();
        read.add(TopicSpec.ofEvents(PROMPTS, PARTITIONS, Duration.ofDays(7)));
        // One partition: a decision is for every denoiser, each reads all of them, and their order counts.
        read.add(TopicSpec.ofEvents(CANCELLATIONS, 1, Duration.ofDays(1)));
        // As long as prompts: it must not be lost while no gateway runs.
        read.add(TopicSpec.ofEvents(ERASURES, PARTITIONS, Duration.ofDays(7)));
        read.add(TopicSpec.ofEvents(TEXTS, PARTITIONS, Duration.ofMinutes(10)));
        read.add(TopicSpec.ofTensors(UPSCALES, PARTITIONS, Duration.ofDays(3)));
        for (var pack : packs) {
            read.add(TopicSpec.ofEvents(prompts(pack), PARTITIONS, Duration.ofDays(7)));
            read.add(TopicSpec.ofTensors(embeddings(pack), PARTITIONS, Duration.ofDays(3)));
            read.add(TopicSpec.ofTensors(latents(pack), PARTITIONS, Duration.ofDays(3)));
        }
        var all = new ArrayList<>(read);
        all.add(TopicSpec.ofEvents(IMAGES, PARTITIONS, Duration.ofDays(7)));
        all.add(TopicSpec.ofEvents(PROGRESS, PARTITIONS, Duration.ofHours(6)));
        // One partition: every gateway reads all answers and keeps its own.
        all.add(TopicSpec.ofEvents(TEXTS_EMBEDDED, 1, Duration.ofMinutes(10)));
        read.forEach(topic -> all.add(TopicSpec.ofDeadLetters(deadLetters(topic.name()), DEAD_LETTER_RETENTION)));
        return List.copyOf(all);
    }

    private static String ofPack(String prefix, String pack) {
        return prefix + GenerationSpec.requireName("model", pack);
    }
}
