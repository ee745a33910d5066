package io.calotype.stage.messaging;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.ClaimCheck;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A {@link ClaimCheck} as CloudEvents extension attributes of a record in binary mode. */
record Claim(ClaimCheck check) {

    private static final String DATAREF = "dataref";
    private static final String SHA256 = "datasha256";
    private static final String SIZE = "datasize";

    /**
     * The claim that a record carries instead of its value.
     *
     * @throws UnreadableRecord when it carries half of one
     */
    static Optional<Claim> of(Headers headers) {
        var dataref = text(headers, DATAREF);
        if (dataref.isEmpty()) {
            return Optional.empty();
        }
        try {
            var size = Long.parseLong(text(headers, SIZE).orElse("-1"));
            return Optional.of(new Claim(
                    new ClaimCheck(dataref.get(), text(headers, SHA256).orElse(""), size)));
        } catch (Refusal | NumberFormatException e) {
            throw new UnreadableRecord("its claim check is not valid");
        }
    }

    CloudEventBuilder mark(CloudEventBuilder event) {
        return event.withExtension(DATAREF, check.dataref())
                .withExtension(SHA256, check.sha256())
                .withExtension(SIZE, Long.toString(check.size()));
    }

    private static Optional<String> text(Headers headers, String attribute) {
        return Optional.ofNullable(headers.lastHeader("ce_" + attribute))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
