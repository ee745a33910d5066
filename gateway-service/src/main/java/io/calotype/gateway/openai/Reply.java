package io.calotype.gateway.openai;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;

/** An answer whose status and form are known only when its request was read. */
record Reply(int status, String contentType, Multi<byte[]> body) {

    static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream";

    Map<String, List<String>> headers() {
        return Map.of(
                HttpHeaders.CONTENT_TYPE, List.of(contentType),
                HttpHeaders.CACHE_CONTROL, List.of("no-store"));
    }
}
