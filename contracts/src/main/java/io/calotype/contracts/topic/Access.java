package io.calotype.contracts.topic;

import static io.calotype.contracts.topic.Topics.deadLetters;

import io.calotype.contracts.topic.Principal.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The access matrix of Kafka: one principal per service, each with the rights that it needs. */
public final class Access {

    private static final String UPSCALER_GROUP = "calotype-upscaler";

    private Access() {}

    /** Returns the principals of a deployment that serves the packs. */
    public static List<Principal> all(List<String> packs) {
        return List.of(encoder(packs), diffusion(packs), decoder(packs), upscaler(), gateway(), autoscaler(packs));
    }

    private static Principal encoder(List<String> packs) {
        var reads = with(List.of(Topics.PROMPTS, Topics.TEXTS, Topics.IMAGES), packs, Topics::prompts);
        var writes = new ArrayList<>(List.of(Topics.IMAGES, Topics.PROGRESS, Topics.TEXTS_EMBEDDED));
        // A prompt for another pack goes on to its encoders.
        packs.stream().map(Topics::prompts).forEach(writes::add);
        packs.stream().map(Topics::embeddings).forEach(writes::add);
        reads.stream()
                .filter(topic -> !topic.equals(Topics.IMAGES))
                .map(Topics::deadLetters)
                .forEach(writes::add);
        var groups = with(encoderGroups(packs), packs, pack -> "calotype-encoder-" + pack + "-texts");
        groups.addAll(List.of("calotype-deadlines", "calotype-deadlines-own"));
        // Their retention must be longer than the deadline that it sets.
        var tensors = with(with(List.of(Topics.UPSCALES), packs, Topics::embeddings), packs, Topics::latents);
        return new Principal(
                "encoder", reads, writes, groups, List.of("calotype-encoder-ends-"), new Watched(tensors, List.of()));
    }

    private static Principal diffusion(List<String> packs) {
        var reads = with(List.of(Topics.CANCELLATIONS), packs, Topics::embeddings);
        // A paused image goes on as a record of its own topic.
        var writes =
                with(with(List.of(Topics.IMAGES, Topics.PROGRESS), packs, Topics::embeddings), packs, Topics::latents);
        return new Principal(
                "diffusion",
                reads,
                with(writes, packs, pack -> deadLetters(Topics.embeddings(pack))),
                with(with(List.of(), packs, Access::diffusionGroup), packs, pack -> "calotype-resumptions-" + pack),
                List.of("calotype-cancellations-"),
                Watched.NOTHING);
    }

    private static Principal decoder(List<String> packs) {
        return new Principal(
                "decoder",
                with(List.of(), packs, Topics::latents),
                with(
                        List.of(Topics.IMAGES, Topics.PROGRESS, Topics.UPSCALES),
                        packs,
                        pack -> deadLetters(Topics.latents(pack))),
                with(List.of(), packs, Access::decoderGroup),
                List.of(),
                Watched.NOTHING);
    }

    private static Principal upscaler() {
        return new Principal(
                "upscaler",
                List.of(Topics.UPSCALES, Topics.CANCELLATIONS),
                List.of(Topics.IMAGES, Topics.PROGRESS, deadLetters(Topics.UPSCALES)),
                List.of(UPSCALER_GROUP),
                List.of("calotype-cancellations-"),
                Watched.NOTHING);
    }

    private static Principal gateway() {
        return new Principal(
                "gateway",
                List.of(
                        Topics.PROMPTS,
                        Topics.CANCELLATIONS,
                        Topics.ERASURES,
                        Topics.PROGRESS,
                        Topics.IMAGES,
                        Topics.TEXTS_EMBEDDED),
                // Images: that one was erased.
                List.of(
                        Topics.PROMPTS,
                        Topics.CANCELLATIONS,
                        Topics.TEXTS,
                        Topics.IMAGES,
                        deadLetters(Topics.ERASURES)),
                List.of(),
                List.of("calotype-gateway-"),
                Watched.NOTHING);
    }

    private static Principal autoscaler(List<String> packs) {
        var topics = with(List.of(Topics.PROMPTS, Topics.UPSCALES), packs, Topics::prompts);
        var groups = with(with(encoderGroups(packs), packs, Access::diffusionGroup), packs, Access::decoderGroup);
        groups.add(UPSCALER_GROUP);
        var watched = new Watched(with(with(topics, packs, Topics::embeddings), packs, Topics::latents), groups);
        return new Principal("autoscaler", List.of(), List.of(), List.of(), List.of(), watched);
    }

    private static List<String> encoderGroups(List<String> packs) {
        return with(List.of("calotype-encoder"), packs, pack -> "calotype-encoder-" + pack);
    }

    private static String diffusionGroup(String pack) {
        return "calotype-diffusion-" + pack;
    }

    private static String decoderGroup(String pack) {
        return "calotype-decoder-" + pack;
    }

    private static List<String> with(List<String> names, List<String> packs, Function<String, String> ofPack) {
        return Stream.concat(names.stream(), packs.stream().map(ofPack))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
