package io.calotype.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The schema of prompts and the code accept the same. */
class SchemaAgreementPropertiesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> FIELDS = List.of(
            "prompt",
            "negative_prompt",
            "prompt_weights",
            "width",
            "height",
            "steps",
            "guidance_scale",
            "guidance_rescale",
            "true_cfg_scale",
            "scheduler",
            "seed",
            "n",
            "output_format",
            "upscale",
            "model",
            "priority",
            "metadata",
            "webhook",
            "image",
            "mask_image",
            "strength",
            "loras",
            "parent",
            "parent_step",
            "keep_steps",
            "controls",
            "deadline",
            "size");

    @Property(tries = 2_000)
    void onPrompts(@ForAll("prompts") JsonNode prompt) {
        assertThat(isAccepted(prompt))
                .as(prompt.toString())
                .isEqualTo(Schemas.complaints("prompt-requested.v1", prompt).isEmpty());
    }

    @Provide
    Arbitrary<JsonNode> prompts() {
        return Arbitraries.maps(Arbitraries.of(FIELDS), values()).ofMaxSize(3).map(SchemaAgreementPropertiesTest::json);
    }

    private static JsonNode json(Map<String, JsonNode> fields) {
        var json = JSON.objectNode().put("prompt", "a cat");
        json.setAll(fields);
        return json;
    }

    private static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> borders = Arbitraries.of(
                        -1, 0, 1, 2, 8, 9, 10, 16, 17, 63, 64, 100, 101, 500, 501, 1000, 1001, 2048, 2049)
                .map(JSON::numberNode);
        Arbitrary<JsonNode> numbers = Arbitraries.of(
                        "0.5", "64.0", "1e2", "18446744073709551615", "18446744073709551616")
                .map(text -> JSON.numberNode(new BigDecimal(text)));
        Arbitrary<JsonNode> texts = Arbitraries.of(
                        "",
                        "7",
                        "18446744073709551615",
                        "018446744073709551615",
                        "18446744073709551616",
                        "9".repeat(20),
                        "0".repeat(65),
                        "png",
                        "PNG",
                        "euler",
                        "a b",
                        "DPM++ 2M Karras",
                        "a/b",
                        "a,b",
                        "../x",
                        "x".repeat(65),
                        " \t",
                        "\u200b",
                        "\u00a0\ufeff",
                        "a\rb\r\n",
                        "a\u0007",
                        "http://a/",
                        "apple-7/0",
                        "apple-7/15",
                        "apple-7/16",
                        "apple-7/00",
                        "images/a/0.png",
                        "inputs/../a",
                        "images/",
                        "inputs/a//b",
                        "claims/a",
                        "2030-01-31T12:00:00Z",
                        "2030-02-30t23:59:59.123456789-17:59",
                        "2030-13-01T00:00:00Z",
                        "2030-01-31T12:00:00+18:00",
                        "2030-01-31T12:00:00",
                        "2030-01-31",
                        "1999-12-31T23:59:59Z",
                        "data:image/png;base64,AAAA",
                        "data:image/gif;base64,AAAA",
                        "data:image/png;base64,")
                .map(JSON::textNode);
        Arbitrary<JsonNode> others = Arbitraries.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.arrayNode(),
                listOf(JSON.objectNode().put("name", "brand")),
                listOf(JSON.objectNode().put("name", "brand").put("scale", -4)),
                listOf(JSON.objectNode().put("name", "brand").put("scale", 4.5)),
                listOf(JSON.objectNode().put("name", "a b")),
                listOf(JSON.objectNode().put("scale", 1)),
                listOf(JSON.objectNode().put("name", "brand").put("sha256", "abc")),
                listOf(JSON.objectNode().put("name", "brand").put("strength", 1)),
                listOf(JSON.objectNode().put("image", "inputs/a.png").put("model", "edges")),
                listOf(JSON.objectNode()
                        .put("image", "inputs/a.png")
                        .put("model", "edges")
                        .put("scale", 2.5)),
                listOf(JSON.objectNode()
                        .put("image", "inputs/a.png")
                        .put("model", "edges")
                        .put("start", 0.5)),
                listOf(JSON.objectNode()
                        .put("image", "inputs/a.png")
                        .put("model", "edges")
                        .put("end", 1.5)),
                listOf(JSON.objectNode().put("image", "claims/a.png").put("model", "edges")),
                listOf(JSON.objectNode().put("model", "edges")),
                listOf(JSON.objectNode().put("image", "inputs/a.png")),
                listOf(canny()),
                listOf(canny().put("low_threshold", 1).put("high_threshold", 2040)),
                listOf(canny().put("high_threshold", 2041)),
                listOf(canny().put("low_threshold", 0)),
                listOf(canny().put("preprocessor", "depth")),
                listOf(canny().putNull("preprocessor").put("low_threshold", 50)),
                listOf(canny().putNull("preprocessor").putNull("low_threshold")),
                JSON.objectNode().put("a", 1));
        return Arbitraries.oneOf(borders, numbers, texts, others);
    }

    private static ObjectNode canny() {
        return JSON.objectNode()
                .put("image", "inputs/a.png")
                .put("model", "edges")
                .put("preprocessor", "canny");
    }

    private static JsonNode listOf(JsonNode one) {
        return JSON.arrayNode().add(one);
    }

    private static boolean isAccepted(JsonNode prompt) {
        try {
            Events.promptRequested(prompt.toString().getBytes(StandardCharsets.UTF_8), "id", "/test");
            return true;
        } catch (Refusal e) {
            return false;
        }
    }
}
