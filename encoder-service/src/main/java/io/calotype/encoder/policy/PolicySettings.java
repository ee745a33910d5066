package io.calotype.encoder.policy;

import io.calotype.encoder.config.EncoderConfig.PolicyService;
import io.calotype.encoder.config.Undecided;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.net.URI;
import java.time.Duration;

/**
 * How the policy service is asked.
 *
 * @param url that questions are posted to
 * @param timeout for a question in all
 * @param concurrency how many questions may be open at a time
 */
record PolicySettings(URI url, Duration timeout, int concurrency, boolean allowsUndecided, BearerToken token) {

    static final String PREFIX = "calotype.encoder.prompt-policy.";

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST = 256;

    /**
     * Checks the settings.
     *
     * @throws WrongSetting that names the one that is wrong
     */
    static PolicySettings of(URI url, PolicyService config) {
        boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        require(isHttp && url.getHost() != null, "url", "must begin with https:// or http:// and name a host");
        require(url.getUserInfo() == null, "url", "must have no user and no password; use " + PREFIX + "token-file");
        require(url.getRawFragment() == null, "url", "must have no fragment");
        var timeout = config.timeout();
        require(
                timeout.toMillis() >= 1 && timeout.compareTo(LONGEST) <= 0,
                "timeout",
                "is " + timeout + "; it must be from 1ms to 60s");
        int open = config.concurrency();
        require(open >= 1 && open <= MOST, "concurrency", "is " + open + "; it must be from 1 to " + MOST);
        return new PolicySettings(
                url, timeout, open, config.undecided() == Undecided.ALLOW, BearerToken.of(PREFIX, config));
    }

    private static void require(boolean right, String name, String fault) {
        if (!right) {
            throw new WrongSetting(PREFIX + name, fault);
        }
    }
}
