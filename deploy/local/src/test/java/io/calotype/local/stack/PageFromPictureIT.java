package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page where a prompt starts from a picture, in a browser, on the real pipeline. */
@Tag("long")
class PageFromPictureIT {

    private static final String PAINTED = "Only the painted area changes.";
    private static final String DROP = """
            ([name, type, text]) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([text], name, { type }));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
            }""";

    private static Chromium chromium;
    private static URI gateway;

    @BeforeAll
    static void startTheBrowser() {
        chromium = Chromium.start();
        gateway = WholeStack.running().gateway();
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void aPictureOfOnesOwnIsTheBeginning() throws IOException {
        try (var visitor = new Visitor(chromium, gateway, Visitor.PHONE)) {
            var page = visitor.page();
            // Given
            page.locator("#picture-file").setInputFiles(new FilePayload("wide.png", "image/png", wide()));
            visitor.see("#source-title").hasText("Starting from wide.png");
            visitor.see("#settings-text").containsText("proportions of the source");
            visitor.checkAccessibility();
            // When
            visitor.field("How much to change").fill("0.4");
            visitor.develop("a red apple", 8);
            // Then
            visitor.seeFinished();
            visitor.see("#strength-text").hasText("Shapes and colours stay.");
            visitor.see("#facts").containsText(Pattern.compile("Source.*Strength0\\.4.*Steps8"));
            visitor.see("#facts .origin").hasAttribute("src", Pattern.compile("v1/inputs/[0-9a-f]{64}\\.png"));
            assertThat(
                            (Boolean)
                                    page.evaluate(
                                            "() => { const made = document.querySelector('#layers .final'); return made.naturalWidth > made.naturalHeight; }"))
                    .isTrue();
            visitor.checkAccessibility();
            visitor.photograph("own-narrow");
        }
    }

    @Test
    void aFinishedPictureIsPaintedOverAndRemembered() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // Given
            visitor.develop("a cat on a mat", 8);
            visitor.seeFinished();
            var cat = page.url();
            visitor.button("Use as source").click();
            visitor.see("#source-title").hasText("Starting from “a cat on a mat”");
            // When
            paint(page.locator("#mask"));
            visitor.see("#mask-text").hasText(PAINTED);
            visitor.see("#strength-value").hasText("1.00");
            visitor.checkAccessibility();
            visitor.photograph("source");
            visitor.develop("a dog on a mat", 8);
            // Then
            visitor.see("#caption").hasText("a dog on a mat");
            visitor.seeFinished();
            visitor.see("#facts .origin").hasCount(2);
            var dog = page.url();
            // When
            page.reload();
            visitor.seeFinished();
            visitor.button("Edit").click();
            // Then
            visitor.see("#mask-text").hasText(PAINTED);
            visitor.see("#source-picture").hasAttribute("src", Pattern.compile("v1/images/.*/0"));
            // When
            page.locator("#facts .origins a").click();
            // Then
            visitor.see("#caption").hasText("a cat on a mat");
            assertThat(page.url()).isEqualTo(cat).isNotEqualTo(dog);
        }
    }

    @Test
    void itWorksByKeysAndCanBeTakenBack() throws IOException {
        try (var visitor = new Visitor(chromium, gateway, Visitor.DARK)) {
            var page = visitor.page();
            // Given
            page.locator("#picture-file").setInputFiles(new FilePayload("wide.png", "image/png", wide()));
            var mask = page.locator("#mask");
            // When
            mask.press("ArrowRight");
            visitor.see("#mask-text").not().hasText(PAINTED);
            mask.press("Shift+ArrowRight");
            mask.press("Space");
            // Then
            visitor.see("#mask-text").hasText(PAINTED);
            visitor.checkAccessibility();
            // When
            mask.press("Backspace");
            visitor.button("Undo").click();
            // Then
            visitor.see("#mask-text").not().hasText(PAINTED);
            // When
            visitor.button("Remove").click();
            // Then
            visitor.see("#source").isHidden();
            visitor.see(visitor.button("Start from a picture")).isFocused();
            visitor.see("#settings-text").containsText("256 × 256");
        }
    }

    @Test
    void whatIsNoPictureIsSaidToBeNone() {
        try (var visitor = new Visitor(chromium, gateway, Visitor.WIDE)) {
            var page = visitor.page();
            // When
            page.evaluate(DROP, new String[] {"notes.txt", "text/plain", "words"});
            // Then
            visitor.see("#prompt-error").hasText("This file cannot be used: It has to be a PNG, JPEG or WebP picture.");
            // When
            page.evaluate(DROP, new String[] {"broken.png", "image/png", "words"});
            // Then
            visitor.see("#prompt-error").hasText("This file cannot be used: It is damaged, or not a picture.");
            visitor.see("#source").isHidden();
        }
    }

    private static void paint(Locator canvas) {
        canvas.scrollIntoViewIfNeeded();
        var box = canvas.boundingBox();
        var mouse = canvas.page().mouse();
        mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height);
        mouse.down();
        for (int i = 1; i <= 10; i++) {
            mouse.move(box.x + (0.3 + 0.04 * i) * box.width, box.y + (0.3 + 0.01 * i) * box.height);
        }
        mouse.up();
    }

    private static byte[] wide() throws IOException {
        var picture = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 96, 64);
        graphics.setColor(Color.RED);
        graphics.fillOval(30, 14, 36, 36);
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
