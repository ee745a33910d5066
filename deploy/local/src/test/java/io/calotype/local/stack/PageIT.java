package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.describe.ApplePhoto;
import io.calotype.local.process.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page, in a browser, on the real pipeline. */
class PageIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String COLLECT_PREVIEWS = """
            () => {
              window.previews = new Set();
              new MutationObserver(() => document.querySelectorAll('#layers .preview').forEach((image) => window.previews.add(image.src)))
                .observe(document.getElementById('layers'), { childList: true });
            }""";

    private static Chromium chromium;
    private static WholeStack stack;
    private static URI gateway;
    private static ServiceProcess young; // a gateway that knows no pictures of other tests

    @BeforeAll
    static void startTheBrowser() {
        chromium = Chromium.start();
        stack = WholeStack.running();
        gateway = stack.service("gateway-service").spec().http();
        young = stack.another("gateway-service", "young", Map.of("CALOTYPE_GATEWAY_LOOK_BACK", "1s"));
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
        if (young != null) {
            young.close();
        }
    }

    @Test
    void aPromptDevelopsBeforeOnesEyes() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            visitor.checkAccessibility();
            page.evaluate(COLLECT_PREVIEWS);
            // When
            visitor.develop("a red apple", 30);
            // Then
            visitor.see("#tokens li").containsText(new String[] {"a", "red", "apple"});
            visitor.see("#nearest").containsText("apple");
            visitor.seeFinished();
            visitor.see("#caption").hasText("a red apple");
            visitor.see("#warnings p").hasCount(0);
            visitor.see("#announcer").hasText("The picture is ready: a red apple");
            visitor.see("#stages").containsText(Pattern.compile("Denoise.*\\d m?s"));
            assertThat((Integer) page.evaluate("() => window.previews.size")).isGreaterThanOrEqualTo(3);
            assertThat((Integer) page.evaluate("() => document.querySelector('#layers .final').naturalWidth"))
                    .isEqualTo(256);
            visitor.see(".wall .title").containsText(new String[] {"a red apple"});
            visitor.checkAccessibility();
            visitor.photograph("wide");
        }
    }

    @Test
    void aFinishedPictureLeadsBackThroughItsSteps() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.DARK)) {
            var page = visitor.page();
            // Given
            visitor.develop("a queen on a throne", 20);
            visitor.seeFinished();
            visitor.see("#warnings p").containsText(new String[] {"the model does not know 'throne'"});
            // When
            visitor.field("Denoising step").fill("1");
            // Then
            visitor.see("#step-name").hasText("step 1 of 20");
            visitor.see(page.locator("#layers .preview").last()).isVisible();
            visitor.checkAccessibility();
            // When
            visitor.field("Denoising step").press("End");
            // Then
            visitor.see("#step-name").hasText("finished");
            visitor.seeFinished();
            visitor.photograph("dark");
            assertThat(page.waitForDownload(() -> page.getByText("Download").click())
                            .suggestedFilename())
                    .matches("a-queen-on-a-throne-\\d+\\.png");
        }
    }

    @Test
    void againIsTheSamePictureAndVariationAnother() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.PHONE)) {
            // Given
            visitor.develop("a cat on a mat", 8);
            visitor.seeFinished();
            var first = pictureOf(visitor.page());
            visitor.checkAccessibility();
            visitor.photograph("narrow");
            // When
            visitor.button("Again").click();
            // Then
            var again = pictureAfter(visitor, first);
            assertThat(again.seed()).isEqualTo(first.seed());
            assertThat(again.digest()).isEqualTo(first.digest());
            // When
            visitor.button("Variation").click();
            // Then
            assertThat(pictureAfter(visitor, again).seed()).isNotEqualTo(first.seed());
        }
    }

    @Test
    @Tag("long")
    void aReloadMidWayAndAGatewayRestartLoseNothing() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            visitor.develop("a robot, light blue background", 200);
            visitor.see("#layers .preview").not().hasCount(0);
            // When
            page.reload();
            // Then
            visitor.see("#caption").hasText("a robot, light blue background");
            visitor.see("#layers .preview").not().hasCount(0);
            // When
            ProcessHandle.of(stack.service("gateway-service").pid())
                    .orElseThrow()
                    .destroyForcibly();
            // Then
            visitor.see("#connection").isVisible();
            visitor.see("#connection").isHidden();
            visitor.seeFinished();
            visitor.see("#step").isEnabled();
        }
    }

    @Test
    void cancelStopsThePicture() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            // Given
            visitor.develop("a slow boat at sunset", 500);
            visitor.see("#preview[data-state=denoising]").isVisible();
            // When
            visitor.button("Cancel").click();
            // Then
            visitor.see("#preview[data-state=cancelled]").containsText("Cancelled");
            visitor.see("#announcer").hasText("Cancelled");
            visitor.see(visitor.button("Variation")).isEnabled();
        }
    }

    @Test
    @Tag("long")
    void aPausedPictureGoesOnFromItsStep() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            visitor.develop("a green pear", 300);
            visitor.see("#layers .preview").not().hasCount(0);
            // When
            visitor.button("Pause").click();
            // Then
            visitor.see("#preview[data-state=paused]").containsText("Paused");
            visitor.see("#announcer").hasText("Paused");
            visitor.see(visitor.button("Cancel")).isEnabled();
            page.waitForTimeout(1500); // a step that was under way is told meanwhile
            var step = page.locator("#step-name").textContent();
            page.waitForTimeout(2000);
            visitor.see("#step-name").hasText(step);
            visitor.checkAccessibility();
            visitor.photograph("paused");
            // When
            page.reload();
            // Then
            visitor.see("#preview[data-state=paused]").containsText("Paused");
            // When
            visitor.button("Resume").click();
            // Then
            visitor.see("#preview[data-state=denoising]").isVisible();
            visitor.see(visitor.button("Pause")).isEnabled();
            visitor.seeFinished();
        }
    }

    @Test
    void theGalleryIsSearchedByWordsAndByMeaning() {
        try (var visitor = new Visitor(chromium, young.spec().http(), Visitor.WIDE);
                var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            var page = visitor.page();
            // Given
            producer.binary("search-king", "{\"prompt\":\"a king, pixel art\",\"steps\":8}");
            producer.binary("search-banana", "{\"prompt\":\"two ripe bananas\",\"steps\":8}");
            reader.awaitImages(2, LIMIT, "search-");
            // When
            visitor.field("Search pictures").fill("ripe bananas");
            // Then
            visitor.see(".wall .title").hasText(new String[] {"two ripe bananas"});
            // When
            visitor.field("meaning").check();
            visitor.field("Search pictures").fill("monarch");
            // Then
            visitor.see("#gallery-note").containsText("nearest in meaning");
            assertThat(page.locator(".wall .title").allTextContents())
                    .containsSubsequence("a king, pixel art", "two ripe bananas");
            // When
            page.locator(".wall a")
                    .filter(new Locator.FilterOptions().setHasText("a king, pixel art"))
                    .click();
            // Then
            visitor.seeFinished();
            visitor.see("#caption").hasText("a king, pixel art");
        }
    }

    @Test
    void aPictureFindsItsLike() throws Exception {
        try (var visitor = new Visitor(chromium, young.spec().http(), Visitor.WIDE);
                var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            var page = visitor.page();
            // Given
            producer.binary("liked-dog", "{\"prompt\":\"a brown dog\",\"steps\":8}");
            producer.binary("liked-flat", "{\"prompt\":\"a dog, flat\",\"steps\":8}");
            producer.binary("liked-apple", "{\"prompt\":\"an apple\",\"steps\":8}");
            reader.awaitImages(3, LIMIT, "liked-");
            page.reload();
            // When
            visitor.button("More like “a brown dog”").click();
            // Then
            visitor.see("#sought-title").hasText("Like “a brown dog”");
            visitor.see("#wall:not([aria-busy])").isVisible();
            assertThat(page.locator(".wall .title").allTextContents())
                    .containsSubsequence("a dog, flat", "an apple")
                    .doesNotContain("a brown dog");
            visitor.checkAccessibility();
            // When
            page.locator("#search-file").setInputFiles(new FilePayload("apple.png", "image/png", ApplePhoto.png()));
            // Then
            visitor.see("#sought-title").hasText("Like apple.png");
            visitor.see("#wall:not([aria-busy])").isVisible();
            assertThat(page.locator(".wall .title").allTextContents()).containsSubsequence("an apple", "a brown dog");
            visitor.photograph("like-a-picture");
            // When
            page.locator(".wall a")
                    .filter(new Locator.FilterOptions().setHasText("an apple"))
                    .first()
                    .click();
            // Then
            visitor.see("#obeyed").containsText("The picture shows: ");
            visitor.see("#map .shown").isVisible();
        }
    }

    @Test
    void aPictureBranchesFromOneOfItsSteps() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            visitor.develop("a cat on a red mat", 20);
            visitor.button("Pause").click();
            visitor.see("#preview[data-state=paused]").containsText("Paused");
            visitor.button("Resume").click();
            visitor.seeFinished();
            var parent = pictureOf(page);
            visitor.see("#branch").isHidden();
            // When
            visitor.field("Denoising step").fill("9");
            visitor.see("#branch-label").hasText("What it shows from step 9 on");
            visitor.checkAccessibility();
            visitor.photograph("branch");
            visitor.field("What it shows from step 9 on").fill("a fox on a red mat");
            visitor.button("Branch from here").click();
            // Then
            var branch = pictureAfter(visitor, parent);
            visitor.see("#caption").hasText("a fox on a red mat");
            visitor.see("#lineage figcaption")
                    .hasText(new String[] {"a cat on a red mat", "From step 9 on: a fox on a red mat"});
            visitor.see("#lineage img").hasCount(2);
            assertThat(branch.digest()).isNotEqualTo(parent.digest());
            visitor.checkAccessibility();
            visitor.photograph("branched");
            // When
            visitor.button("Again").click();
            // Then
            assertThat(pictureAfter(visitor, branch).digest()).isEqualTo(branch.digest());
            // When
            page.locator("#lineage a").click();
            // Then
            visitor.see("#caption").hasText("a cat on a red mat");
            assertThat(pictureAfter(visitor, branch).digest()).isEqualTo(parent.digest());
            visitor.see("#lineage").isHidden();
        }
    }

    @Test
    void whatIsWrongIsSaidWhereItIsWrong() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE);
                var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // When
            visitor.develop("an astronaut", 0);
            // Then
            visitor.see("#steps-error").containsText("steps is 0");
            visitor.see(visitor.field("Steps")).isFocused();
            visitor.checkAccessibility();
            // When
            producer.binary("wrong-size", "{\"prompt\":\"an astronaut\",\"width\":100}");
            reader.awaitImages(1, LIMIT, "wrong-size/");
            visitor.open("#/prompt/wrong-size");
            // Then
            visitor.see("#preview[data-state=failed]").containsText("width is 100; it must be a multiple of 32");
            visitor.checkAccessibility();
        }
    }

    @Test
    void wordsHaveWeightsWhereTheSettingsSayHow() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            visitor.field("Weights of words").selectOption("a1111");
            // When
            visitor.develop("a (red:1.4) cat", 4);
            // Then
            visitor.seeFinished();
            visitor.see("#tokens").not().containsText("1.4");
            visitor.see("#warnings p").hasCount(0);
        }
    }

    @Test
    void markupInAPromptStaysText() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            assertThat(page.request().get(gateway.toString()).headers().get("content-security-policy"))
                    .startsWith("default-src 'self';")
                    .doesNotContain("unsafe");
            var prompt = "<img src=nowhere onerror=alert(1)>";
            // When
            visitor.develop(prompt, 4);
            // Then
            visitor.seeFinished();
            visitor.see("#caption").hasText(prompt);
            visitor.see(page.locator(".wall .title").filter(new Locator.FilterOptions().setHasText(prompt)))
                    .hasCount(1);
            visitor.see("img[src=nowhere]").hasCount(0);
        }
    }

    private record Picture(String url, String seed, String digest) {}

    private static Picture pictureOf(Page page) {
        var url = page.locator("#layers .final").last().getAttribute("src");
        var seed = page.locator("#facts div")
                .filter(new Locator.FilterOptions().setHasText("Seed"))
                .locator("dd")
                .textContent();
        var answer = page.request().get(gateway.resolve(url).toString());
        return new Picture(url, seed, answer.headers().get("etag"));
    }

    private static Picture pictureAfter(Visitor visitor, Picture before) {
        visitor.see("#layers .final[src='" + before.url() + "']").hasCount(0);
        visitor.seeFinished();
        return pictureOf(visitor.page());
    }
}
