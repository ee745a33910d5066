package io.calotype.encoder.policy;

import io.calotype.encoder.config.EncoderConfig.PolicyService;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The token that the policy service knows this deployment by; one in a file is read anew for each question, since it may change. */
final class BearerToken {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*"); // RFC 6750

    private final Optional<String> token;
    private final Optional<Path> file;

    private BearerToken(Optional<String> token, Optional<Path> file) {
        this.token = token;
        this.file = file;
    }

    /**
     * Reads the settings.
     *
     * @throws WrongSetting without the token
     */
    static BearerToken of(String prefix, PolicyService config) {
        if (config.token().isPresent() && config.tokenFile().isPresent()) {
            throw new WrongSetting(
                    prefix + "token", "is set, and so is " + prefix + "token-file; one of them is enough");
        }
        config.token().ifPresent(token -> {
            if (!TOKEN.matcher(token).matches()) {
                throw new WrongSetting(prefix + "token", "has characters that no bearer token has");
            }
        });
        var bearer = new BearerToken(config.token(), config.tokenFile());
        try {
            bearer.get();
        } catch (IOException e) {
            throw new WrongSetting(prefix + "token-file", "names a file that holds no bearer token or cannot be read");
        }
        return bearer;
    }

    /**
     * Returns the token, if there is one.
     *
     * @throws IOException if the file cannot be read, or holds none
     */
    Optional<String> get() throws IOException {
        if (file.isEmpty()) {
            return token;
        }
        var read = Files.readString(file.get()).strip();
        if (!TOKEN.matcher(read).matches()) {
            throw new IOException("the file holds no bearer token");
        }
        return Optional.of(read);
    }
}
