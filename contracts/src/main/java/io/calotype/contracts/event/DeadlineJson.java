package io.calotype.contracts.event;

import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a prompt's sender stops waiting: a field of its data, or the CloudEvents extension for expiry times. */
final class DeadlineJson {
    static final String FIELD = "deadline";
    static final String ATTRIBUTE = "expirytime";

    // The same as in the schema: RFC 3339, in this millennium.
    private static final Pattern TIMESTAMP = Pattern.compile("2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
            + "[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-7]):[0-5][0-9])");
    // A schema cannot count the days of a month: the 30th of February is its last day.
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.SMART);
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    private DeadlineJson() {}

    /** Returns the earlier of the two, or null where there is neither. */
    static @Nullable Instant read(CloudEvent event, JsonFields fields) {
        var attribute = Optional.ofNullable(event.getExtension(ATTRIBUTE)).map(String::valueOf);
        return Stream.concat(
                        Stream.ofNullable(fields.text(FIELD)).map(text -> parse(FIELD, text)),
                        attribute.stream().map(text -> parse(ATTRIBUTE, text)))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static Instant parse(String field, String text) {
        if (!TIMESTAMP.matcher(text).matches()) {
            var detail = field + " must be a time as in RFC 3339, such as 2030-01-31T12:00:00Z";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
        var instant = OffsetDateTime.parse(text, FORMAT).toInstant();
        return instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant; // its offset may lead out
    }
}
