package io.calotype.gateway.picture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of pictures, for readers that send no key: signed, and valid for a while, where the operator set a secret.
 *
 * <p>The signature is the HMAC-SHA256 of path and expiry. The first secret signs; links of the others stay valid.
 */
@Startup
@ApplicationScoped
public class PictureLinks {

    /** The query parameter that holds the end of a link's validity, in seconds since 1970. */
    public static final String EXPIRES = "expires";
    /** The query parameter that holds the signature, in base64url. */
    public static final String SIGNATURE = "signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PATH = "/v1/images/";
    private static final int MIN_SECRET_LENGTH = 32;

    private final List<SecretKeySpec> keys;
    private final Duration validFor;
    private final Clock clock;

    @Inject
    PictureLinks(GatewayConfig config) {
        this(config.linkSecrets().orElse(List.of()), config.linkFor(), Clock.systemUTC());
    }

    PictureLinks(List<String> secrets, Duration validFor, Clock clock) {
        this.keys = secrets.stream().map(PictureLinks::key).toList();
        this.validFor = validFor;
        this.clock = clock;
    }

    private static SecretKeySpec key(String secret) {
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw new WrongSetting(
                    "calotype.gateway.link-secrets", "must have " + MIN_SECRET_LENGTH + " characters or more each");
        }
        return new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /**
     * Returns the address of a picture.
     *
     * @param base the gateway's address as its caller knows it, ending in a slash
     */
    public URI of(ImageId id, URI base) {
        var path = PATH + id;
        var plain = base.resolve(path.substring(1));
        if (keys.isEmpty()) {
            return plain;
        }
        var expires = Long.toString(clock.instant().plus(validFor).getEpochSecond());
        var signature = Base64.getUrlEncoder().withoutPadding().encodeToString(sign(keys.get(0), path, expires));
        return URI.create(plain + "?" + EXPIRES + "=" + expires + "&" + SIGNATURE + "=" + signature);
    }

    /**
     * Tells whether a request's query is that of a valid link to its path.
     *
     * @param path of the request, such as {@code /v1/images/order-1/0}
     */
    public boolean admit(String path, @Nullable String expires, @Nullable String signature) {
        if (expires == null || signature == null || !path.startsWith(PATH)) {
            return false;
        }
        try {
            var shown = Base64.getUrlDecoder().decode(signature);
            return Long.parseLong(expires) > clock.instant().getEpochSecond()
                    && keys.stream().anyMatch(key -> MessageDigest.isEqual(sign(key, path, expires), shown));
        } catch (IllegalArgumentException e) { // no number, or no base64
            return false;
        }
    }

    private static byte[] sign(SecretKeySpec key, String path, String expires) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((path + "?" + expires).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
