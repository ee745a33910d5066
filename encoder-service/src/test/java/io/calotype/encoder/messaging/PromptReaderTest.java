package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.Seed;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.RefusedImage;
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
        var prompt = PromptReader.read(record(null, BINARY, "{\"prompt\":\"a cat\",\"metadata\":{\"a\":1}}"));

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
        var prompt = PromptReader.read(record("key", headers, event));

        // Then
        assertThat(prompt.request().origin().promptId()).isEqualTo("order-8");
        assertThat(prompt.request().parameters().sampling().seed()).isEqualTo(new Seed(-1));
    }

    @Test
    void aBareObjectIsNamedByItsKey() {
        // When
        var prompt = PromptReader.read(record("apple-7", Map.of(), "{\"prompt\":\"a red apple\"}"));

        // Then
        assertThat(prompt.request().origin().promptId()).isEqualTo("apple-7");
        assertThat(prompt.request().origin().source()).isEqualTo("/calotype.prompts");
        assertThat(prompt.event().getId()).isEqualTo("apple-7");
    }

    @Test
    void aBareObjectWithoutKeyIsNamedByItsPlace() {
        assertThat(PromptReader.read(record(null, Map.of(), "{\"prompt\":\"x\"}"))
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
        assertThat(thrown.failed()).isEmpty();
        assertThat(thrown).hasMessageNotContaining("secret");
    }

    @Test
    void whatIsNotJsonFailsByItsKeyToo() {
        // When
        var thrown = catchThrowableOfType(UnreadableRecord.class, () -> PromptReader.read(record("k1", Map.of(), "{")));

        // Then
        assertThat(thrown.failed())
                .hasValueSatisfying(failed -> assertThat(failed.id()).hasToString("k1/0"));
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
        assertThat(thrown.failed()).isEmpty();
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
        var thrown =
                catchThrowableOfType(RefusedImage.class, () -> PromptReader.read(record(null, BINARY, withMetadata)));

        // Then
        assertThat(thrown.failed().id()).hasToString("order-7/0");
        assertThat(thrown.failed().origin().subject()).isEqualTo("basket/3");
        assertThat(thrown.failed().origin().metadata().get("order").asInt()).isEqualTo(9);
        assertThat(thrown.failed().problem().stage()).isEqualTo("encode");
    }

    @Test
    void aFieldTwiceFailsUnderTheEventsOwnId() {
        // When
        var thrown = catchThrowableOfType(
                RefusedImage.class,
                () -> PromptReader.read(record("key", Map.of(), structured("{\"prompt\":\"x\",\"prompt\":\"y\"}"))));

        // Then
        assertThat(thrown.failed().id()).hasToString("order-8/0");
        assertThat(thrown.failed().problem().type()).isEqualTo(ProblemType.DUPLICATE_FIELD);
    }

    @Test
    void attributesThatDoNotFitFailUnderTheEventsOwnId() {
        // Given
        var headers = new HashMap<>(BINARY);
        headers.put("ce_specversion", "9.9");

        // When
        var thrown = catchThrowableOfType(
                RefusedImage.class, () -> PromptReader.read(record("key", headers, "{\"prompt\":\"x\"}")));

        // Then
        assertThat(thrown.failed().id()).hasToString("order-7/0");
        assertThat(thrown.failed().problem().field()).isEqualTo("specversion");
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
