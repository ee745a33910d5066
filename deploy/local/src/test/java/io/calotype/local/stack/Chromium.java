package io.calotype.local.stack;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium, driven by Playwright on the machine's own Node.js.
 *
 * <p>Playwright can bring both, for 200 MB and more; a build that needs a JDK and nothing else does without them. A machine that has
 * no Chromium, or no Node.js of version 20 or newer, skips what needs them and says so, unless {@code CALOTYPE_CHROMIUM} names a
 * browser: then it has to work.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int OLDEST_NODE = 20;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program, Optional<Path> node) {
        node.ifPresent(path -> System.setProperty("playwright.nodejs.path", path.toString()));
        var withoutDownloads = new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        playwright = Playwright.create(withoutDownloads);
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setChromiumSandbox(false));
    }

    /** Starts the browser, or skips the test. */
    static Chromium start() {
        var asked = Optional.ofNullable(System.getenv("CALOTYPE_CHROMIUM")).map(Path::of);
        var program = asked.or(() -> onPath(NAMES.stream()));
        var node = onPath(Stream.of("node", "nodejs")).filter(Chromium::isNewEnough);
        if (asked.isEmpty()) {
            skipUnless(program.isPresent(), "no Chromium here: apt-get install chromium");
            skipUnless(node.isPresent() || isBundled(), "no Node.js " + OLDEST_NODE + " or newer here");
        }
        return new Chromium(program.orElseThrow(), node);
    }

    private static boolean isBundled() {
        return Chromium.class.getResource("/driver/linux/node") != null;
    }

    Browser browser() {
        return browser;
    }

    private static void skipUnless(boolean there, String otherwise) {
        if (!there) {
            System.out.println("The page is not tested in a browser: " + otherwise);
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    private static Optional<Path> onPath(Stream<String> names) {
        var folders = System.getenv("PATH").split(File.pathSeparator);
        return names.flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isNewEnough(Path node) {
        try {
            var process = new ProcessBuilder(node.toString(), "--version").start();
            var version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_NODE;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
