package io.calotype.contracts.bucket;

import static io.calotype.contracts.bucket.BucketFolder.ATTEMPTS;
import static io.calotype.contracts.bucket.BucketFolder.CLAIMS;
import static io.calotype.contracts.bucket.BucketFolder.EMBEDDINGS;
import static io.calotype.contracts.bucket.BucketFolder.ENDS;
import static io.calotype.contracts.bucket.BucketFolder.IDEMPOTENCY;
import static io.calotype.contracts.bucket.BucketFolder.IMAGES;
import static io.calotype.contracts.bucket.BucketFolder.INPUTS;
import static io.calotype.contracts.bucket.BucketFolder.PACKS;
import static io.calotype.contracts.bucket.BucketFolder.PAUSED;
import static io.calotype.contracts.bucket.BucketFolder.STEPS;
import static io.calotype.contracts.bucket.BucketFolder.TRAJECTORIES;

import java.util.List;

/** The access matrix of the object store: one user per service, each with the rights that it needs. */
public final class BucketAccess {

    private static final BucketUser ENCODER = new BucketUser(
            "encoder",
            List.of(IMAGES, INPUTS, CLAIMS, ENDS, ATTEMPTS, EMBEDDINGS, STEPS, PACKS),
            // Edges of pictures that control images are inputs.
            List.of(INPUTS, CLAIMS, ENDS, ATTEMPTS, EMBEDDINGS),
            // What is left of a paused image that has expired goes as well.
            List.of(CLAIMS, TRAJECTORIES, PAUSED, ATTEMPTS));

    private static final BucketUser DIFFUSION = new BucketUser(
            "diffusion",
            List.of(CLAIMS, ENDS, ATTEMPTS, TRAJECTORIES, PAUSED, STEPS, PACKS),
            List.of(CLAIMS, ENDS, ATTEMPTS, TRAJECTORIES, PAUSED, STEPS),
            // Steps of an image that is erased while it is denoised.
            List.of(CLAIMS, ATTEMPTS, TRAJECTORIES, PAUSED, STEPS));

    private static final BucketUser DECODER = new BucketUser(
            "decoder",
            List.of(IMAGES, CLAIMS, ENDS, ATTEMPTS, PACKS),
            // A large picture to enlarge is a claim.
            List.of(IMAGES, CLAIMS, ENDS, ATTEMPTS),
            List.of(IMAGES, CLAIMS, ATTEMPTS, TRAJECTORIES));

    private static final BucketUser UPSCALER = new BucketUser(
            "upscaler",
            List.of(IMAGES, CLAIMS, ENDS, ATTEMPTS, PACKS),
            List.of(IMAGES, ENDS, ATTEMPTS),
            List.of(IMAGES, CLAIMS, ATTEMPTS));

    private static final BucketUser GATEWAY = new BucketUser(
            "gateway",
            List.of(IMAGES, INPUTS, IDEMPOTENCY, ENDS, STEPS, PACKS),
            List.of(INPUTS, IDEMPOTENCY, ENDS),
            // To erase an image.
            List.of(IMAGES, CLAIMS, TRAJECTORIES, PAUSED, STEPS, EMBEDDINGS));

    private BucketAccess() {}

    /** Returns the users of a deployment. */
    public static List<BucketUser> all() {
        return List.of(ENCODER, DIFFUSION, DECODER, UPSCALER, GATEWAY);
    }
}
