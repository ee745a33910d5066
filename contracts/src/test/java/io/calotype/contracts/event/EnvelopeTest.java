package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    private static final Envelope.Bare BARE =
            new Envelope.Bare(EventTypes.PROMPT_REQUESTED, "calotype.prompts-0-7-1", "/kafka/calotype.prompts");
    private static final Map<String, String> HEADERS = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "apple-7",
            "ce_source", "/shop/labels",
            "ce_type", EventTypes.PROMPT_REQUESTED,
            "ce_subject", "order-12",
            "content-type", "application/json; charset=utf-8",
            "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final String DATA =
            "{\"prompt\":\"a red apple\",\"seed\":18446744073709551615,\"metadata\":{\"order\":12}}";
    private static final String STRUCTURED = "{\"specversion\":\"1.0\",\"id\":\"apple-7\",\"source\":\"/shop/labels\","
            + "\"type\":\"io.calotype.prompt.requested.v1\",\"subject\":\"order-12\",\"data\":" + DATA + "}";

    @Test
    void readsTheSamePromptInBothModes() {
        // When
        var binary = prompt(HEADERS, DATA);
        var structured = prompt(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"), STRUCTURED);
        // Then
        assertThat(binary).isEqualTo(structured);
        assertThat(binary.origin()).isEqualTo(Samples.ORIGIN);
        assertThat(binary.parameters().sampling().seed()).isEqualTo(new Seed(-1));
    }

    @Test
    void knowsAStructuredEventWithoutItsContentType() {
        assertThat(prompt(Map.of(), STRUCTURED)).isEqualTo(prompt(HEADERS, DATA));
    }

    @Test
    void readsDataInBase64() {
        // Given
        var base64 = java.util.Base64.getEncoder().encodeToString(DATA.getBytes(UTF_8));
        // Then
        assertThat(prompt(Map.of(), STRUCTURED.replace("\"data\":" + DATA, "\"data_base64\":\"" + base64 + "\"")))
                .isEqualTo(prompt(HEADERS, DATA));
    }

    @Test
    void bareJsonGetsTheRecordsName() {
        assertThat(prompt(Map.of(), DATA).origin())
                .isEqualTo(new Origin(
                        "calotype.prompts-0-7-1", "/kafka/calotype.prompts", null, Samples.ORIGIN.metadata(), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ce_specversion | 0.3              | UNSUPPORTED       | specversion must be 1.0
            ce_id          | ''               | MALFORMED_EVENT   | the event has no id
            ce_id          | a b              | INVALID_PARAMETER | id must be 1 to 128 letters, digits or . _ ~ : - and begin with a letter or digit
            ce_id          | ../x             | INVALID_PARAMETER | id must be 1 to 128 letters, digits or . _ ~ : - and begin with a letter or digit
            ce_type        | com.example.x    | UNSUPPORTED       | the event's type is not io.calotype.prompt.requested.v1
            ce_source      | a b              | MALFORMED_EVENT   | the attribute source is not valid
            ce_time        | yesterday        | MALFORMED_EVENT   | the attribute time is not valid
            ce_not-a-name  | x                | MALFORMED_EVENT   | the attribute not-a-name is not valid
            content-type   | text/plain       | UNSUPPORTED       | datacontenttype must be application/json
            """)
    void namesTheAttributeThatIsWrong(String header, String value, ProblemType type, String detail) {
        // Given
        var headers = new HashMap<>(HEADERS);
        headers.put(header, value);
        // Then
        var field = header.equals("content-type") ? "datacontenttype" : header.substring(3);
        assertThat(refused(headers, DATA)).isEqualTo(new Problem(type, detail, null, field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"specversion":"1.0","source":"/a","type":"t","data":{}}                  | the event has no id
            {"specversion":"1.0","id":"a","type":"t","data":{}}                       | the event has no source
            {"specversion":"1.0","id":"a","source":"/a","data":{}}                    | the event has no type
            {"specversion":"2.0","id":"a","source":"/a","type":"t"}                   | specversion must be 1.0
            {"specversion":null}                                                      | specversion must be 1.0
            {"specversion":"1.0","id":{}}                                             | an attribute of the event is not a plain value
            {"specversion":"1.0","data":{},"data_base64":""}                          | the event has both data and data_base64
            {"specversion":"1.0","data_base64":"!"}                                   | data_base64 is not Base64
            {"specversion":"1.0","id":"a","source":"/a","type":"io.calotype.prompt.requested.v1"} | the event has no data
            {"specversion":"1.0","id":"a","source":"/a","type":"io.calotype.prompt.requested.v1","data":"{}"} | the value is not one JSON object
            {"specversion":"1.0","id":"a","source":"/a","type":"io.calotype.prompt.requested.v1","data":{"prompt":"a","seed":NaN}} | seed is NaN; it must be finite
            """)
    void refusesStructuredEventsThatLackSomething(String json, String detail) {
        assertThat(refused(Map.of(), json).detail()).isEqualTo(detail);
    }

    @Test
    void tellsWhoSentWhatItRefuses() {
        // Given
        var event = Envelope.read(HEADERS, "{\"n\":99,\"metadata\":{\"order\":12}}".getBytes(UTF_8), BARE);
        var garbage = Envelope.read(HEADERS, "garbage".getBytes(UTF_8), BARE);
        // Then
        assertThat(Events.originOf(event)).contains(Samples.ORIGIN);
        assertThat(Events.originOf(garbage))
                .hasValueSatisfying(origin -> assertThat(origin.subject()).isEqualTo("order-12"));
    }

    @Test
    void cannotTellWhoSentWithoutAnId() {
        // Given
        var headers = new HashMap<>(HEADERS);
        headers.put("ce_id", "no id at all");
        // Then
        assertThat(Events.originOf(Envelope.read(headers, DATA.getBytes(UTF_8), BARE)))
                .isEmpty();
    }

    private static PromptRequested prompt(Map<String, String> headers, String value) {
        return Events.promptRequested(Envelope.read(headers, value.getBytes(UTF_8), BARE));
    }

    private static Problem refused(Map<String, String> headers, String value) {
        return catchThrowableOfType(Refusal.class, () -> prompt(headers, value)).problem();
    }
}
