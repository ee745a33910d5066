package io.calotype.diffusion.messaging;

import static io.calotype.diffusion.messaging.PipelineProbe.LATENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an encoder got wrong becomes a typed failure, and the next image is made. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class RefusalIT extends PipelineTestCase {

    private static final Shape SHAPE = Shape.of(EmbeddedImage.TOKENS, EmbeddedImage.WIDTH);

    @Inject
    DenoisingPack pack;

    @AfterEach
    void theNextImageIsMade() {
        var good = image();
        probe.send(good);
        probe.await(LATENTS, good.id());
    }

    @Test
    void missingTensor() {
        assertFails(image().without("prompt_embeds"), "invalid-tensor", "prompt_embeds");
        assertFails(image().without("negative_prompt_embeds"), "invalid-tensor", "negative_prompt_embeds");
    }

    @Test
    void wrongTypeOrShape() {
        var longs = Tensor.ofLongs(Shape.of(1), new long[1]);
        var small = Tensor.ofFloats(Shape.of(2, 2), new float[4]);
        assertFails(image().with("prompt_embeds", longs), "invalid-tensor", "prompt_embeds has dtype I64");
        assertFails(image().with("prompt_embeds", small), "invalid-tensor", "expected [48, 384]");
        assertFails(image().with("prompt_attention_mask", longs), "invalid-tensor", "expected [48]");
    }

    @Test
    void maskThatIsNoMask() {
        var mask = new long[EmbeddedImage.TOKENS];
        mask[3] = 2;
        var tensor = Tensor.ofLongs(Shape.of(EmbeddedImage.TOKENS), mask);
        assertFails(image().with("negative_prompt_attention_mask", tensor), "invalid-tensor", "holds 2");
    }

    @Test
    void notFinite() {
        var values = new float[(int) SHAPE.elementCount()];
        values[17] = Float.NaN;
        assertFails(
                image().with("negative_prompt_embeds", Tensor.ofFloats(SHAPE, values)),
                "not-finite",
                "negative_prompt_embeds is not finite at element 17");
    }

    @Test
    void unknownScheduler() {
        assertFails(image().withScheduler("karras"), "unsupported", "flow_match_euler");
    }

    @Test
    void strengthWithoutAPicture() {
        assertFails(image().withStrength(0.5), "invalid-tensor", "image_latents_mean");
    }

    @Test
    void strengthThatLeavesNoStep() {
        assertFails(picture().withStrength(0.4), "invalid-parameter", "strength 0.4 leaves none of 2 steps");
    }

    @Test
    void pictureOfAnotherSize() {
        var small = Tensor.ofFloats(Shape.of(16, 8, 8), new float[16 * 8 * 8]);
        assertFails(
                picture().withStrength(0.5).with("image_latents_std", small),
                "invalid-tensor",
                "expected [16, 16, 16]");
    }

    @Test
    void maskThatIsMoreThanAll() {
        var mask = new float[16 * 16];
        mask[7] = 1.5f;
        assertFails(
                picture().withStrength(0.5).with("mask", Tensor.ofFloats(Shape.of(16, 16), mask)),
                "invalid-tensor",
                "mask holds 1.5");
    }

    @Test
    void anotherPack() {
        assertFails(EmbeddedImage.of("0".repeat(64), 2, 3, 12), "pack-mismatch", "pack_digest");
    }

    private EmbeddedImage picture() {
        var latents = Tensor.ofFloats(Shape.of(16, 16, 16), new float[16 * 16 * 16]);
        return image().with("image_latents_mean", latents).with("image_latents_std", latents);
    }

    private EmbeddedImage image() {
        return EmbeddedImage.of(pack.pack().digest(), 2, 3, 12);
    }

    private void assertFails(EmbeddedImage image, String problem, String detail) {
        // When
        probe.send(image);
        // Then
        var failed = probe.await(Topics.IMAGES, image.id());
        var json = new JsonPath(PipelineProbe.text(failed.value()));
        assertThat(PipelineProbe.type(failed)).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(json.getString("problem.type")).endsWith(":" + problem);
        assertThat(json.getString("problem.detail")).contains(detail);
        assertThat(json.getString("problem.stage")).isEqualTo("denoise");
    }
}
