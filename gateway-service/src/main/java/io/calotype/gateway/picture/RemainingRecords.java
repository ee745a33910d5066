package io.calotype.gateway.picture;

import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.model.ModelPacks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Which topics keep records of an image, as topics are created. */
@ApplicationScoped
class RemainingRecords {

    private static final Set<String> OF_NO_IMAGE = Set.of(
            Topics.CANCELLATIONS,
            Topics.ERASURES,
            Topics.TEXTS,
            Topics.TEXTS_EMBEDDED,
            Topics.deadLetters(Topics.CANCELLATIONS),
            Topics.deadLetters(Topics.ERASURES),
            Topics.deadLetters(Topics.TEXTS));

    private final ModelPacks packs;

    RemainingRecords(ModelPacks packs) {
        this.packs = packs;
    }

    List<ErasedImage.Remains> ofAnyImage() {
        var names = packs.all().stream().map(ModelPacks.Pack::name).toList();
        return Topics.all(names).stream()
                .filter(topic -> !OF_NO_IMAGE.contains(topic.name()))
                .map(topic -> new ErasedImage.Remains(topic.name(), retention(topic)))
                .toList();
    }

    private static long retention(TopicSpec topic) {
        var millis = Long.parseLong(topic.config().getOrDefault("retention.ms", "0"));
        return Duration.ofMillis(millis).toSeconds();
    }
}
