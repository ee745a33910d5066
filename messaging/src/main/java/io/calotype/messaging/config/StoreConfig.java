package io.calotype.messaging.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** The settings of the object store, any S3 with conditional PUT. */
@ConfigMapping(prefix = "calotype.store")
public interface StoreConfig {

    /** Scheme, host and port, such as {@code http://localhost:9000}. */
    String endpoint();

    /** The region that requests are signed for. */
    String region();

    /** The bucket, which must exist. */
    String bucket();

    /** The access key; without one requests are anonymous. */
    Optional<String> accessKey();

    /** The secret key. */
    Optional<String> secretKey();

    /** How long a call may take in all, even if its bytes arrive slowly; zero for no limit. */
    Duration callTimeout();

    /** How long the store may fail on one key while it answers for others, before the image that needs it fails. */
    Duration giveUpAfter();
}
