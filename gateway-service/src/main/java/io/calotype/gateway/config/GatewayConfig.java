package io.calotype.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings that only the gateway has. */
@ConfigMapping(prefix = "calotype.gateway")
public interface GatewayConfig {

    /**
     * Who may use the API: {@code NAME:SHA256}, the name and the hexadecimal SHA-256 of each key. Keys are long and random, so
     * that a plain digest does not reveal them.
     */
    Optional<List<String>> apiKeys();

    /**
     * Models that OpenAI's clients get under other names: {@code NAME=MODEL}, such as {@code gpt-image-1=pictograms}; without a
     * model, {@code NAME=}, the default one.
     */
    Optional<List<String>> modelAliases();

    /**
     * Whether a proxy before this gateway sets {@code X-Forwarded-Proto}, {@code -Host} and {@code -Prefix}, which then make the
     * addresses in answers; only where the proxy overwrites what callers send, and only with keys or tokens.
     */
    @WithDefault("false")
    boolean trustProxy();

    /** What each caller may do; there are no limits where callers need no key. */
    Limits limits();

    /** Limits of one caller. */
    interface Limits {
        /** Requests in a minute, on average. */
        @WithDefault("600")
        int requestsPerMinute();

        /** Requests at once after a pause. */
        @WithDefault("120")
        int burst();

        /** Open requests at a time, event streams included. */
        @WithDefault("64")
        int concurrentRequests();
    }

    /**
     * Whether pictures are answered with an address of the object store, which callers must be able to reach; the gateway's own
     * page gets the bytes.
     */
    @WithDefault("false")
    boolean redirectPictures();

    /** How long such an address is valid, from 1 second to 60 minutes. */
    @WithDefault("5m")
    Duration redirectFor();

    /**
     * Secrets, of 32 characters or more each, that sign the addresses of pictures in answers, so that they can be read without a
     * key for a while. The first signs, links of the others stay valid. All gateways have the same.
     */
    Optional<List<String>> linkSecrets();

    /** How long such an address is valid. */
    @WithDefault("1h")
    Duration linkFor();

    /** How many finished prompts are remembered; older ones' pictures stay in the object store. */
    @WithDefault("2000")
    int rememberedPrompts();

    /**
     * Bytes of heap for prompts. Those that have not ended may take three quarters: what is left is for those that ended, and
     * when it is not enough, prompts are answered with 503.
     */
    @WithDefault("100663296")
    long rememberedBytes();

    /** Bytes of heap for steps and their previews; those of the oldest prompts go first, but for each image's last step. */
    @WithDefault("50331648")
    long rememberedPreviewBytes();

    /** How long to wait for an unknown prompt before the answer is 404. */
    @WithDefault("500ms")
    Duration lookupPatience();

    /** How long a look-up waits for the topics to be read back after a start. */
    @WithDefault("10s")
    Duration catchUpPatience();

    /** How far back a start reads prompts and the ends of their images. */
    @WithDefault("7d")
    Duration lookBack();

    /** How far back a start reads progress. */
    @WithDefault("1h")
    Duration progressLookBack();

    /** How long an event stream may be silent before it sends a comment. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long the broker may take to acknowledge an event, at most 8 seconds, so that the answer comes within 10. */
    @WithDefault("6s")
    Duration publishTimeout();

    /** How many events may wait for the broker at a time. */
    @WithDefault("128")
    int publishing();

    /**
     * How long a request for pictures waits before it is answered with 504; its prompt is cancelled then, unless the request had
     * an idempotency key by which it can be repeated.
     */
    @WithDefault("15m")
    Duration generationTimeout();
}
