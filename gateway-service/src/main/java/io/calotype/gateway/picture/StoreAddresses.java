package io.calotype.gateway.picture;

import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.store.PictureStat;
import io.calotype.gateway.store.StoredPictures;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends readers of pictures to the object store itself, where the operator wants that. */
@Startup(StartupOrder.BEFORE_CHANNELS)
@ApplicationScoped
class StoreAddresses {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final String SAME_ORIGIN = "same-origin";

    private final StoredPictures store;
    private final boolean isOn;
    private final Duration validFor;

    StoreAddresses(StoredPictures store, GatewayConfig config) {
        this.store = store;
        this.isOn = config.redirectPictures();
        this.validFor = requireValid(config.redirectFor());
    }

    static Duration requireValid(Duration validFor) {
        if (validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
            throw new WrongSetting(
                    "calotype.gateway.redirect-for", "is " + validFor + "; it must be from 1 second to 60 minutes");
        }
        return validFor;
    }

    /**
     * The address that whoever asks for a picture is sent to.
     *
     * @param site the request's {@code Sec-Fetch-Site}; the gateway's own page gets the bytes, since its content security
     *     policy names no other origin
     */
    Optional<URI> of(PictureStat picture, @Nullable String site) {
        return isOn && !SAME_ORIGIN.equals(site)
                ? Optional.of(URI.create(store.presigned(picture.key(), (int) validFor.toSeconds())))
                : Optional.empty();
    }
}
