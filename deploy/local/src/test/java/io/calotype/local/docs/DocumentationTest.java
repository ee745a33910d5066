package io.calotype.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation says, as far as a machine can tell whether it is true. */
class DocumentationTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final List<MarkdownFile> ALL = MarkdownFile.under(ROOT);
    private static final List<Setting> SETTINGS = Setting.of(new ClassFileImporter().importPaths(compiledModules()));

    private static final int LONGEST_README = 110;
    private static final Pattern VARIABLE = Pattern.compile("CALOTYPE(?:_[A-Z0-9]+|_<NAME>)+");
    /** In no mapping: the launcher's, the tests', and what all services read by itself. */
    private static final Set<String> OTHERS = Set.of(
            "CALOTYPE_DATA",
            "CALOTYPE_TRACE",
            "CALOTYPE_CHROMIUM",
            "CALOTYPE_HELM",
            "CALOTYPE_JAEGER",
            "CALOTYPE_JAEGER_UI",
            "CALOTYPE_PRODUCTION");
    /** Each service sets its own, for no one else to change. */
    private static final String STAGE = "CALOTYPE_STAGE";

    @Test
    void linksLeadSomewhere() {
        assertThat(ALL).hasSizeGreaterThan(20);
        assertThat(ALL).flatExtracting(MarkdownFile::brokenLinks).isEmpty();
    }

    @Test
    void theReadmeIsReadToItsEnd() {
        assertThat(MarkdownFile.read(ROOT.resolve("README.md")).lines()).hasSizeLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void everySettingIsDocumentedWithItsDefault() {
        var page = MarkdownFile.read(ROOT.resolve("docs/configuration.md"));
        assertThat(SETTINGS).hasSizeGreaterThan(40);
        for (var setting : SETTINGS) {
            var row = page.prose().stream()
                    .filter(line -> line.contains("`" + setting.variable() + "`"))
                    .findFirst();
            assertThat(row).as(setting.variable()).isPresent();
            if (setting.fallback() != null) {
                var cells = row.get().split("\\|", -1);
                assertThat(cells[2].replace("`", "").strip())
                        .as("default of " + setting.variable())
                        .isEqualTo(setting.fallback());
            }
        }
    }

    @Test
    void everyDocumentedVariableExists() throws IOException {
        var named = new TreeSet<String>();
        for (var file : ALL) {
            VARIABLE.matcher(Files.readString(file.path()))
                    .results()
                    .map(MatchResult::group)
                    .forEach(named::add);
        }
        named.removeAll(OTHERS);
        assertThat(named).contains("CALOTYPE_MODEL", STAGE);
        assertThat(named).allSatisfy(name -> assertThat(SETTINGS).anyMatch(setting -> setting.isNamedBy(name)));
    }

    private static List<Path> compiledModules() {
        var module = Pattern.compile("<module>(.*?)</module>");
        try {
            return module.matcher(Files.readString(ROOT.resolve("pom.xml")))
                    .results()
                    .map(found -> ROOT.resolve(found.group(1)).resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
