package io.calotype.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.ErasureRequested;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PictureEmbedded;
import io.calotype.contracts.event.PictureRequested;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.cloudevents.CloudEvent;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    @Test
    void fitsEveryPrompt() {
        // Given
        var plain = new PromptRequested(Samples.ORIGIN, PromptParameters.of("a cat"));
        var full = new PromptRequested(
                Samples.ORIGIN,
                new PromptParameters(
                        "a cat",
                        "blurry",
                        PromptWeights.A1111,
                        new OutputRequest(64, 2048, 16, OutputFormat.JPEG, 8),
                        new SamplingRequest(500, 4.5, 0.7, 4.0, "euler", new Seed(-1)),
                        "sd15",
                        9,
                        null),
                Instant.parse("2030-01-31T12:00:00.5Z"));
        // Then
        assertFits("prompt-requested.v1", Events.of(plain));
        assertFits("prompt-requested.v1", Events.of(full));
        assertFits("prompt-cancelled.v1", Events.of(new PromptCancelled("apple-7", "/shop")));
        assertFits(
                "prompt-cancelled.v1",
                Events.of(new PromptCancelled("apple-7", Limits.MAX_N - 1, "x".repeat(256), "/shop")));
        assertFits("prompt-paused.v1", Events.of(new PromptPaused("apple-7", null, "/shop")));
        assertFits("prompt-paused.v1", Events.of(new PromptPaused("apple-7", Limits.MAX_N - 1, "/shop")));
        assertFits("prompt-resumed.v1", Events.of(new PromptResumed("apple-7", null, "/shop")));
        assertFits("prompt-resumed.v1", Events.of(new PromptResumed("apple-7", 0, "/shop")));
        assertFits("erasure-requested.v1", Events.of(new ErasureRequested("e-1", "/shop", "apple-7", null)));
        assertFits("erasure-requested.v1", Events.of(new ErasureRequested("e-1", "/shop", "apple-7", 0)));
    }

    @Test
    void fitsEveryTerminalEvent() {
        assertFits("image-completed.v1", Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, null, null)));
        assertFits(
                "image-completed.v1",
                Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, Samples.SHOWN)));
        assertFits(
                "image-completed.v1",
                Events.of(new ImageCompleted(
                        Samples.TASK, Samples.PICTURE, null, new ImageMeaning(Samples.VECTOR, null))));
        assertFits(
                "image-completed.v1",
                Events.of(new ImageCompleted(
                        Samples.upscaled(Samples.TASK),
                        Samples.PICTURE,
                        Samples.MEANING,
                        Samples.SHOWN,
                        Samples.ORIGINAL)));
        assertFits("image-completed.v1", Events.of(new ImageCompleted(Samples.BRANCH, Samples.PICTURE, null, null)));
        assertFits("image-cancelled.v1", Events.of(new ImageCancelled(Samples.ID, Samples.ORIGIN)));
        assertFits("image-cancelled.v1", Events.of(new ImageCancelled(Samples.ID, Samples.ORIGIN, "too dark")));
    }

    @ParameterizedTest
    @EnumSource
    void fitsEveryProblem(ProblemType type) {
        // Given
        var problem = new Problem(type, "detail", Stage.DENOISE, "field");
        // Then
        assertFits("image-failed.v1", Events.of(new ImageFailed(Samples.ID, Samples.ORIGIN, problem)));
        assertFits("problem.v1", Events.write(problem));
        assertFits("problem.v1", Events.write(new Problem(type, "detail", null, null)));
    }

    @Test
    void fitsEveryProgress() {
        assertFits("image-progress.v1", Events.of(ImageProgress.of(Samples.TASK, Stage.DECODE, 0, 1)));
        assertFits("image-progress.v1", Events.of(ImageProgress.of(Samples.TASK, Stage.UPSCALE, 1, 4)));
        assertFits(
                "image-progress.v1",
                Events.of(new ImageProgress(
                                Samples.ID,
                                Samples.ORIGIN,
                                Stage.DENOISE,
                                3,
                                500,
                                new byte[Limits.MAX_PREVIEW_BYTES],
                                "image/jpeg",
                                List.of("a", "cat"))
                        .withWarnings(List.of("the prompt is cut", "the model does not know 'castle'"))));
    }

    @Test
    void fitsEveryTextEvent() {
        assertFits("text-requested.v1", Events.of(new TextRequested("q-1", "pictograms", "monarch")));
        assertFits(
                "text-embedded.v1",
                Events.of(new TextEmbedded("q-1", "pictograms", "d".repeat(64), List.of("a"), Samples.VECTOR)));
    }

    @Test
    void fitsEveryPictureEvent() {
        // Given
        var problem = new Problem(ProblemType.INVALID_PARAMETER, "picture cannot be read as PNG", null, "picture");
        // Then
        assertFits(
                "picture-requested.v1",
                Events.of(new PictureRequested("q-1", "pictograms", new PictureReference("inputs/a.png"))));
        assertFits(
                "picture-embedded.v1",
                Events.of(new PictureEmbedded("q-1", "pictograms", "d".repeat(64), Samples.VECTOR, null)));
        assertFits(
                "picture-embedded.v1",
                Events.of(new PictureEmbedded("q-1", "pictograms", "d".repeat(64), null, problem)));
    }

    /** A schema, a place in it, its keyword and the limit in the code. */
    @ParameterizedTest
    @CsvSource({
        "prompt-requested.v1, prompt, maxLength, MAX_PROMPT_CODE_POINTS",
        "prompt-requested.v1, negative_prompt, maxLength, MAX_PROMPT_CODE_POINTS",
        "prompt-requested.v1, width, minimum, MIN_SIDE",
        "prompt-requested.v1, width, maximum, MAX_SIDE",
        "prompt-requested.v1, height, minimum, MIN_SIDE",
        "prompt-requested.v1, height, maximum, MAX_SIDE",
        "prompt-requested.v1, steps, minimum, MIN_STEPS",
        "prompt-requested.v1, steps, maximum, MAX_STEPS",
        "prompt-requested.v1, guidance_scale, minimum, MIN_GUIDANCE",
        "prompt-requested.v1, guidance_scale, maximum, MAX_GUIDANCE",
        "prompt-requested.v1, guidance_rescale, minimum, MIN_GUIDANCE_RESCALE",
        "prompt-requested.v1, guidance_rescale, maximum, MAX_GUIDANCE_RESCALE",
        "prompt-requested.v1, true_cfg_scale, minimum, MIN_GUIDANCE",
        "prompt-requested.v1, true_cfg_scale, maximum, MAX_GUIDANCE",
        "prompt-requested.v1, parent_step, maximum, MAX_MODEL_CALLS",
        "prompt-requested.v1, keep_steps, minimum, MIN_KEEP_STEPS",
        "prompt-requested.v1, keep_steps, maximum, MAX_MODEL_CALLS",
        "prompt-requested.v1, n, minimum, MIN_N",
        "prompt-requested.v1, n, maximum, MAX_N",
        "prompt-requested.v1, upscale, minimum, MIN_UPSCALE",
        "prompt-requested.v1, upscale, maximum, MAX_UPSCALE",
        "image-completed.v1, upscale, minimum, MIN_UPSCALE",
        "image-completed.v1, upscale, maximum, MAX_UPSCALE",
        "prompt-requested.v1, priority, minimum, MIN_PRIORITY",
        "prompt-requested.v1, priority, maximum, MAX_PRIORITY",
        "prompt-requested.v1, priority, default, DEFAULT_PRIORITY",
        "prompt-requested.v1, webhook, maxLength, MAX_WEBHOOK_LENGTH",
        "prompt-cancelled.v1, reason, maxLength, MAX_REASON_CODE_POINTS",
        "image-cancelled.v1, reason, maxLength, MAX_REASON_CODE_POINTS",
        "image.v1, webhook, maxLength, MAX_WEBHOOK_LENGTH",
        "image.v1, source, maxLength, MAX_ORIGIN_LENGTH",
        "image.v1, subject, maxLength, MAX_ORIGIN_LENGTH",
        "image-completed.v1, width, minimum, MIN_SIDE",
        "image-completed.v1, width, maximum, MAX_SIDE",
        "image-completed.v1, steps, maximum, MAX_STEPS",
        "image-completed.v1, parent_step, maximum, MAX_MODEL_CALLS",
        "image-completed.v1, keep_steps, maximum, MAX_MODEL_CALLS",
        "image-completed.v1, prompt, maxLength, MAX_PROMPT_CODE_POINTS",
        "text-requested.v1, text, maxLength, MAX_PROMPT_CODE_POINTS",
        "text-embedded.v1, tokens, maxItems, MAX_PROMPT_CODE_POINTS",
        "image-progress.v1, warnings, maxItems, MAX_WARNINGS",
        "image-progress.v1, step, maximum, MAX_PROGRESS",
        "image-progress.v1, steps, maximum, MAX_PROGRESS",
    })
    void hasTheLimitsOfTheCode(String schema, String field, String keyword, String limit) throws Exception {
        // When
        var published =
                Schemas.read(schema).at("/properties/" + field + "/" + keyword).intValue();
        // Then
        assertThat(published).isEqualTo(Limits.class.getField(limit).getInt(null));
    }

    @Test
    void hasTheOtherLimitsOfTheCode() {
        // Given
        var prompt = Schemas.read("prompt-requested.v1").path("properties");
        // Then
        assertThat(prompt.at("/seed/anyOf/0/maximum").bigIntegerValue()).isEqualTo(Seed.MAX);
        assertThat(prompt.at("/metadata/description").textValue()).contains(Limits.MAX_METADATA_BYTES + " bytes");
        assertThat(Schemas.read("image.v1").at("/properties/index/maximum").intValue())
                .isEqualTo(Limits.MAX_N - 1);
        assertThat(Schemas.read("image-progress.v1")
                        .at("/properties/preview/maxLength")
                        .intValue())
                .isEqualTo((Limits.MAX_PREVIEW_BYTES + 2) / 3 * 4);
        for (var vector : List.of(
                Schemas.read("text-embedded.v1").at("/properties/embedding"),
                Schemas.read("picture-embedded.v1").at("/properties/embedding"),
                Schemas.read("image-completed.v1").at("/properties/image_embedding"),
                Schemas.read("image-completed.v1").at("/properties/prompt_embedding"))) {
            assertThat(vector.path("maxLength").intValue()).isEqualTo((Limits.MAX_VECTOR_WIDTH * 4 + 2) / 3 * 4);
        }
        assertThat(Schemas.read("image-completed.v1")
                        .at("/properties/seed/maximum")
                        .bigIntegerValue())
                .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    }

    @Test
    void hasTheNamesOfTheCode() {
        assertThat(Schemas.read("prompt-requested.v1").at("/properties/output_format/enum"))
                .extracting(JsonNode::textValue)
                .containsExactly("png", "jpeg", "webp", null);
        assertThat(Schemas.read("problem.v1").at("/properties/type/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(ProblemType::uri)
                        .toList());
    }

    private static void assertFits(String schema, CloudEvent event) {
        assertFits(schema, Schemas.parse(Objects.requireNonNull(event.getData()).toBytes()));
    }

    private static void assertFits(String schema, JsonNode value) {
        assertThat(Schemas.complaints(schema, value)).as(value.toString()).isEmpty();
    }
}
