package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.Seed;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.UnreadableRecord;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptReaderTest {

    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "order-7",
            "ce_source", "/shop",
            "ce_type", "io.calotype.prompt.requested.v1",
            "ce_subject", "basket/3",
            "content-type", "application/json");

    @Test
    void readsABinaryCloudEvent() {
        // When
        var prompt = accepted(record(null, BINARY, "{\"prompt\":\"a cat\",\"metadata\":{\"a\":1}}"));

        // Then
        var origin = prompt.request().origin();
        assertThat(origin.promptId()).isEqualTo("order-7");
        assertThat(origin.source()).isEqualTo("/shop");
        assertThat(origin.subject()).isEqualTo("basket/3");
        assertThat(origin.metadata().get("a").asInt()).isEqualTo(1);
        assertThat(prompt.request().parameters().prompt()).isEqualTo("a cat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "application/cloudevents+json; charset=utf-8", ""})
    void readsAStructuredCloudEventWithOrWithoutItsHeader(String contentType) {
        // Given
        var headers = contentType.isEmpty() ? Map.<String, String>of() : Map.of("content-type", contentType);
        var event = structured("{\"prompt\":\"a cat\",\"seed\":18446744073709551615}");

        // When
        var prompt = accepted(record("key", headers, event));

        // Then
        assertThat(prompt.request().origin().promptId()).isEqualTo("order-8");
        assertThat(prompt.request().parameters().sampling().seed()).isEqualTo(new Seed(-1));
    }

    @Test
    void aBareObjectIsNamedByItsKey() {
        // When
        var prompt = accepted(record("apple-7", Map.of(), "{\"prompt\":\"a red apple\"}"));

        // Then
        assertThat(prompt.request().origin().promptId()).isEqualTo("apple-7");
        assertThat(prompt.request().origin().source()).isEqualTo("/calotype.prompts");
        assertThat(prompt.event().getId()).isEqualTo("apple-7");
    }

    @Test
    void aBareObjectWithoutKeyIsNamedByItsPlace() {
        assertThat(accepted(record(null, Map.of(), "{\"prompt\":\"x\"}"))
                        .request()
                        .origin()
                        .promptId())
                .isEqualTo("calotype.prompts-3-42-1700000000000");
    }

    @Test
    void whatIsNotJsonIsADeadLetter() {
        // When
        var thrown = catchThrowableOfType(
                UnreadableRecord.class, () -> PromptReader.read(record(null, Map.of(), "a red secret {")));

        // Then
        assertThat(thrown.images()).isEmpty();
        assertThat(thrown).hasMessageNotContaining("secret");
    }

    @Test
    void whatIsNotJsonFailsByItsKeyToo() {
        // When
        var thrown = catchThrowableOfType(UnreadableRecord.class, () -> PromptReader.read(record("k1", Map.of(), "{")));

        // Then
        assertThat(thrown.images()).singleElement().satisfies(image -> assertThat(image.id())
                .hasToString("k1/0"));
    }

    @Test
    void anotherTypeIsADeadLetterAndNoFailure() {
        // Given
        var headers = new HashMap<>(BINARY);
        headers.put("ce_type", "io.calotype.prompt.cancelled.v1");

        // When
        var thrown = catchThrowableOfType(
                UnreadableRecord.class, () -> PromptReader.read(record(null, headers, "{\"prompt\":\"x\"}")));

        // Then
        assertThat(thrown.images()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"x\",\"steps\":501}",
                "{\"prompt\":\"x\",\"steps\":1e309}",
                "{\"prompt\":\"x\",\"guidance_scale\":NaN}",
                "{\"prompt\":\"x\",\"stepz\":5}",
                "{\"prompt\":\"x\",\"seed\":-1}"
            })
    void aWrongParameterFailsWithOriginAndMetadata(String data) {
        // Given
        var withMetadata = data.replace("{\"prompt\"", "{\"metadata\":{\"order\":9},\"prompt\"");

        // When
        var refused = refused(record(null, BINARY, withMetadata));

        // Then
        var image = refused.images().get(0);
        assertThat(image.id()).hasToString("order-7/0");
        assertThat(image.origin().subject()).isEqualTo("basket/3");
        assertThat(image.origin().metadata().get("order").asInt()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt\":\"x\",\"stepz\":5,\"n\":3}", "{\"n\":3,\"prompt\":\"x\",\"prompt\":\"y\"}"})
    void eachImageThatWasAskedForFails(String data) {
        assertThat(refused(record("k", Map.of(), data)).images())
                .extracting(image -> image.id().toString())
                .containsExactly("k/0", "k/1", "k/2");
        assertThat(refused(record(null, BINARY, data)).images()).hasSize(3);
        assertThat(refused(record(null, Map.of(), structured(data))).images()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "17", "99999999999", "\"many\"", "2.5"})
    void oneImageFailsWhereTheirNumberMakesNoSense(String n) {
        assertThat(refused(record("k", Map.of(), "{\"prompt\":\"x\",\"n\":" + n + "}"))
                        .images())
                .hasSize(1);
    }

    @Test
    void refusedRequestsAreToldApartByTheirBytes() {
        // Given
        var first = refused(record("k", Map.of(), "{\"prompt\":\"x\",\"stepz\":5}"));
        var second = refused(record("k", Map.of(), "{\"prompt\":\"x\",\"stepz\":6}"));

        // Then
        assertThat(first.images().get(0).digest())
                .isNotNull()
                .isNotEqualTo(second.images().get(0).digest());
    }

    @Test
    void aFieldTwiceFailsUnderTheEventsOwnId() {
        // When
        var refused = refused(record("key", Map.of(), structured("{\"prompt\":\"x\",\"prompt\":\"y\"}")));

        // Then
        assertThat(refused.images().get(0).id()).hasToString("order-8/0");
        assertThat(refused.refusal().problem().type()).isEqualTo(ProblemType.DUPLICATE_FIELD);
    }

    @Test
    void attributesThatDoNotFitFailUnderTheEventsOwnId() {
        // Given
        var headers = new HashMap<>(BINARY);
        headers.put("ce_specversion", "9.9");

        // When
        var refused = refused(record("key", headers, "{\"prompt\":\"x\"}"));

        // Then
        assertThat(refused.images().get(0).id()).hasToString("order-7/0");
        assertThat(refused.refusal().problem().field()).isEqualTo("specversion");
    }

    private static Prompt accepted(ReceivedRecord record) {
        return (Prompt) PromptReader.read(record);
    }

    private static RefusedPrompt refused(ReceivedRecord record) {
        return (RefusedPrompt) PromptReader.read(record);
    }

    private static String structured(String data) {
        return """
                {"specversion":"1.0","id":"order-8","source":"/shop","type":"io.calotype.prompt.requested.v1",\
                "datacontenttype":"application/json","data":%s}""".formatted(data);
    }

    private static ReceivedRecord record(String key, Map<String, String> headers, String value) {
        Headers kafka = new RecordHeaders();
        headers.forEach((name, text) -> kafka.add(name, text.getBytes(UTF_8)));
        return new ReceivedRecord(
                "calotype.prompts",
                3,
                42,
                Instant.ofEpochMilli(1_700_000_000_000L),
                key,
                kafka,
                value.getBytes(UTF_8),
                Context.root());
    }
}
