package io.calotype.contracts.bucket;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder of the bucket: the first part of its objects' keys. */
public enum BucketFolder {
    /** Pictures. */
    IMAGES(null),

    /** How each image ended; as long as the pictures. */
    ENDS(null),

    /** Pictures that prompts start from. An upload of the same picture renews it before it is removed. */
    INPUTS(30),

    /** Embeddings of prompts; what is gone is made again. */
    EMBEDDINGS(30),

    /** Tensors above the inline limit; longer than the topics keep the records that name them. */
    CLAIMS(4),

    /** How far running images are; longer than the topics keep the records that they belong to. */
    TRAJECTORIES(4),

    /** Records of paused images; longer than a prompt has until its deadline. */
    PAUSED(4),

    /** Steps of images, kept to branch from; as long as the pictures that people start from. */
    STEPS(30),

    /** Marks of records in work; longer than the topics keep prompts. */
    ATTEMPTS(8),

    /** Idempotency keys; longer than the topics keep prompts. */
    IDEMPOTENCY(8),

    /** Model packs. */
    PACKS(null);

    private final @Nullable Integer days;

    BucketFolder(@Nullable Integer days) {
        this.days = days;
    }

    /** Returns what the keys of its objects begin with, such as {@code images/}. */
    public String prefix() {
        return name().toLowerCase(Locale.ROOT) + "/";
    }

    /** Returns the age in days at which a life-cycle rule removes its objects; none where only people do. */
    public Optional<Integer> days() {
        return Optional.ofNullable(days);
    }
}
