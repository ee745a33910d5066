package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Somebody with a browser who looks at the page; what went wrong in it meanwhile fails the test when they leave. */
final class Visitor implements AutoCloseable {

    /** Wide enough for two columns. */
    static final Browser.NewContextOptions WIDE = new Browser.NewContextOptions().setViewportSize(1280, 900);
    /** The same in the dark. */
    static final Browser.NewContextOptions DARK =
            new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK);
    /** A phone in the hand. */
    static final Browser.NewContextOptions PHONE = new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setDeviceScaleFactor(2)
            .setHasTouch(true)
            .setIsMobile(true);

    private static final String TELL_VIOLATIONS = """
            addEventListener('securitypolicyviolation', (event) =>
              console.error('Content Security Policy: ' + event.violatedDirective + ' ' + event.blockedURI))""";
    private static final Set<String> GRAVE = Set.of("serious", "critical");
    /** As a loaded machine needs it. */
    private static final double PATIENCE_MS = 120_000;

    private final BrowserContext context;
    private final Page page;
    private final URI gateway;
    private final List<String> faults = new ArrayList<>();

    Visitor(Chromium chromium, URI gateway, Browser.NewContextOptions screen) {
        this.gateway = gateway;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        context = chromium.browser().newContext(screen);
        context.addInitScript(TELL_VIOLATIONS);
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onPageError(error -> faults.add("script: " + error));
        page.onDialog(dialog -> faults.add("dialog: " + dialog.message()));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        open("");
    }

    Page page() {
        return page;
    }

    /** Opens the page at a fragment of its address. */
    void open(String fragment) {
        page.navigate(gateway.resolve("/" + fragment).toString());
        see("#settings-text").not().isEmpty();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** What is expected to be there, sooner or later. */
    LocatorAssertions see(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }

    LocatorAssertions see(String selector) {
        return see(page.locator(selector));
    }

    /** Waits until the picture is there. */
    void seeFinished() {
        see(page.locator("#preview[data-state=completed] .final").last()).isVisible();
    }

    /** Writes a prompt and sends it off, with that many steps. */
    void develop(String prompt, int steps) {
        if (page.locator("#fields").isHidden()) {
            page.locator("#settings").click();
        }
        field("Steps").fill(Integer.toString(steps));
        field("Prompt").fill(prompt);
        button("Generate").click();
    }

    /** Keeps a picture of the page under {@code target/page}. */
    void photograph(String name) {
        page.waitForFunction("() => document.getAnimations().every(({ playState }) => playState === 'finished')");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/page", name + ".png"))
                .setFullPage(true));
    }

    /** Looks at the page with axe; nothing serious may be wrong. */
    @SuppressWarnings("unchecked")
    void checkAccessibility() {
        page.evaluate(axe());
        var result = (Map<String, Object>) page.evaluate("() => axe.run()");
        var violations = (List<Map<String, Object>>) Objects.requireNonNull(result.get("violations"));
        assertThat(violations)
                .filteredOn(violation -> GRAVE.contains(String.valueOf(violation.get("impact"))))
                .isEmpty();
    }

    private static String axe() {
        try (var script = Visitor.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults).isEmpty();
    }
}
