package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolveTest {
    @Test
    void takesFromThePackWhatIsAbsent() {
        // When
        var spec = PromptParameters.of("a cat").resolve(Samples.PACK, new ImageId("abc", 0));
        // Then
        assertThat(spec)
                .isEqualTo(new GenerationSpec(
                        "a cat",
                        "",
                        PromptWeights.OFF,
                        new ImageSize(256, 256),
                        new Sampling(20, 3.0, 0.25, 1, "euler", new Seed(0xba7816bfL), null),
                        OutputFormat.PNG,
                        "pictograms",
                        5));
    }

    @Test
    void keepsWhatIsGiven() {
        // Given
        var parameters = new PromptParameters(
                "a cat",
                "blurry",
                PromptWeights.COMPEL,
                new OutputRequest(128, null, 2, OutputFormat.WEBP),
                new SamplingRequest(3, 7.5, 0.7, 2.0, "ddim", new Seed(-1)),
                "pictograms",
                9,
                null);
        // Then
        assertThat(parameters.resolve(Samples.PACK, new ImageId("abc", 1)))
                .isEqualTo(new GenerationSpec(
                        "a cat",
                        "blurry",
                        PromptWeights.COMPEL,
                        new ImageSize(128, 256),
                        new Sampling(3, 7.5, 0.7, 2, "ddim", new Seed(0), null),
                        OutputFormat.WEBP,
                        "pictograms",
                        9));
    }

    @Test
    void refusesWhatThePackCannotDraw() {
        // Given
        var odd = new PromptParameters(
                "a", null, null, new OutputRequest(200, null, 1, null), SamplingRequest.DEFAULTS, null, 5, null);
        var other = new PromptParameters(
                "a", null, null, OutputRequest.DEFAULTS, SamplingRequest.DEFAULTS, "sd15", 5, null);
        // Then
        assertThatThrownBy(() -> odd.resolve(Samples.PACK, new ImageId("a", 0)))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: width is 200; it must be a multiple of 16");
        assertThatThrownBy(() -> other.resolve(Samples.PACK, new ImageId("a", 0)))
                .isInstanceOf(Refusal.class)
                .hasMessage("UNKNOWN_MODEL: model is not pictograms");
        assertThatThrownBy(() -> PromptParameters.of("a").resolve(Samples.PACK, new ImageId("a", 1)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: index is 1; it must be from 0 to 0");
    }

    @Test
    void enlargedPicturesHaveALimitToo() {
        // Given
        var twice = new PromptParameters(
                "a", null, null, new OutputRequest(2048, 2048, 1, null, 2), SamplingRequest.DEFAULTS, null, 5, null);
        var more = new PromptParameters(
                "a", null, null, new OutputRequest(2048, 2048, 1, null, 3), SamplingRequest.DEFAULTS, null, 5, null);
        // Then
        assertThat(twice.resolve(Samples.PACK, new ImageId("a", 0)).upscale()).isEqualTo(2);
        assertThatThrownBy(() -> more.resolve(Samples.PACK, new ImageId("a", 0)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: 2048x2048 enlarged 3 times has 37748736 pixels; at most 16777216");
        assertThat(PromptParameters.of("a")
                        .resolve(Samples.PACK, new ImageId("a", 0))
                        .isUpscaled())
                .isFalse();
    }

    @Test
    void aPictureIsLeftAsFarAsThePromptOrThePackSays() {
        // Given
        var key = "\"prompt\":\"a\",\"image\":\"images/apple-7/0.png\"";
        // Then
        assertThat(strength("{" + key + "}")).isEqualTo(0.7);
        assertThat(strength("{" + key + ",\"strength\":0.25}")).isEqualTo(0.25);
        assertThat(strength("{" + key + ",\"mask_image\":\"inputs/m.png\"}")).isEqualTo(1);
        assertThat(strength("{\"prompt\":\"a\"}")).isNull();
    }

    @Test
    void aBranchTakesFromItsParentWhatIsAbsent() {
        // Given
        var json = "{\"prompt\":\"a pear\",\"guidance_scale\":2,\"parent\":\"apple-7/1\",\"parent_step\":9}";
        var asked = Events.promptRequested(json.getBytes(UTF_8), "id", "/test").parameters();
        // When
        var spec = asked.branchingFrom(Samples.SPEC).resolve(Samples.PACK, new ImageId("id", 0));
        // Then
        var parent = new ParentStep(Samples.ID, 9, Samples.SPEC.look());
        assertThat(spec)
                .isEqualTo(new GenerationSpec(
                        "a pear",
                        "blurry",
                        PromptWeights.A1111,
                        Samples.SPEC.size(),
                        new Sampling(12, 2, 0, 1, "euler", Samples.SAMPLING.seed(), null, parent, null),
                        OutputFormat.WEBP,
                        "pictograms",
                        5));
        assertThat(parent.isChangedBy(spec)).isTrue();
    }

    @Test
    void aBranchIsEnlargedAsItsParentUnlessItSays() {
        // Given
        var json = "{\"prompt\":\"a pear\",\"parent\":\"apple-7/1\",\"parent_step\":9%s}";
        var silent = Events.promptRequested(json.formatted("").getBytes(UTF_8), "id", "/test")
                .parameters();
        var asking = Events.promptRequested(json.formatted(",\"upscale\":2").getBytes(UTF_8), "id", "/test")
                .parameters();
        var enlarged = Samples.upscaled(Samples.TASK).spec();
        // Then
        assertThat(silent.branchingFrom(Samples.SPEC).output().upscale()).isNull();
        assertThat(silent.branchingFrom(enlarged).output().upscale()).isEqualTo(enlarged.upscale());
        assertThat(asking.branchingFrom(Samples.SPEC).output().upscale()).isEqualTo(2);
        assertThat(enlarged.look()).isEqualTo(Samples.SPEC.look());
    }

    @Test
    void aBranchKnowsWhetherItChangesAnything() {
        // Given
        var json = "{\"prompt\":\"a red apple\",\"parent\":\"apple-7/1\",\"parent_step\":9,\"output_format\":\"png\"}";
        var asked = Events.promptRequested(json.getBytes(UTF_8), "id", "/test").parameters();
        var branch = Samples.BRANCH.spec();
        // When
        var same = asked.branchingFrom(Samples.SPEC).resolve(Samples.PACK, new ImageId("id", 0));
        var ofBranch = asked.branchingFrom(branch).resolve(Samples.PACK, new ImageId("id", 0));
        // Then
        assertThat(same.sampling().parent())
                .satisfies(parent ->
                        assertThat(requireNonNull(parent).isChangedBy(same)).isFalse());
        assertThat(requireNonNull(ofBranch.sampling().parent()).isChangedBy(ofBranch))
                .isTrue();
    }

    @Test
    void aBranchHasItsParentsSize() {
        // Given
        var json = "{\"prompt\":\"a\",\"width\":64,\"parent\":\"apple-7/1\",\"parent_step\":9}";
        var asked = Events.promptRequested(json.getBytes(UTF_8), "id", "/test").parameters();
        // Then
        assertThatThrownBy(() -> asked.branchingFrom(Samples.SPEC))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: width is 64; a branch has its parent's, 256");
    }

    private static @Nullable Double strength(String json) {
        var prompt = Events.promptRequested(json.getBytes(UTF_8), "id", "/test");
        return prompt.parameters()
                .resolve(Samples.PACK, new ImageId("id", 0))
                .sampling()
                .strength();
    }
}
