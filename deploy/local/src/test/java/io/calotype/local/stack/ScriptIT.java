package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./calotype} in the environments that people and their machines start it in. */
class ScriptIT {

    private static final String SMALL = " --steps 1 --seed 1 --size 64x64 ";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LANG=C", "LC_ALL=POSIX", "LANG=xx_XX.UTF-8", "LC_ALL=C.UTF-8"})
    void textArrivesAsTypedInAnyLocale(String locale) throws Exception {
        // Given
        WholeStack.running().announce(folder.resolve("stack.json"));
        shell.with("CALOTYPE_DATA", folder.toString());
        // When
        var outcome = shell.run(
                "env " + locale + " \"$ROOT/calotype\" generate 'ein grüner 🍏' -o grün.png --json" + SMALL + "\nls");
        // Then
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        var event = new ObjectMapper().readTree(outcome.out().get(0));
        assertThat(event.at("/data/prompt").asText()).isEqualTo("ein grüner 🍏");
        assertThat(outcome.out()).contains("grün.png");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        // When
        var outcome = shell.run("LC_ALL=C \"$ROOT/calotype\" generate \"$(printf 'ein gr\\374ner Apfel')\"");
        // Then
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("calotype: argument 2 has bytes that are no text in the character set UTF-8;"
                        + " set LC_ALL to the locale of your terminal\n");
    }

    @Test
    void numbersAreThoseOfNoLanguage() throws Exception {
        // Given
        shell.with("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG");
        // When
        var outcome = shell.run("\"$ROOT/calotype\" generate \"$(printf 'apple\\007')\"");
        // Then
        assertThat(outcome.err()).contains("calotype: prompt has the control character U+0007 at 5\n");
    }

    /** Everything at once, since each start of a stack takes a while. */
    @Test
    void aStrangePathAndEnvironmentDoNotMatter() throws Exception {
        // Given
        shell.run("""
                mkdir -p 'a, b=c%20d#é!/$x {y}'
                cd 'a, b=c%20d#é!/$x {y}'
                cp "$ROOT/calotype" .
                for part in deploy models encoder-service diffusion-service decoder-service; do
                    ln -s "$ROOT/$part" .
                done
                mkdir work
                echo 'KAFKA_SECURITY_PROTOCOL=SASL_SSL' > work/.env
                echo 'a file named cat' > work/cat
                """);
        // When
        var outcome = shell.with("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .with("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .with("CALOTYPE_STORE_REGION", "eu-central-1")
                .with("QUARKUS_HTTP_ROOT_PATH", "/pictures")
                .run("cd 'a, b=c%20d#é!/$x {y}/work'\n../calotype generate @cat --json" + SMALL + "\nls");
        // Then
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        var event = new ObjectMapper().readTree(outcome.out().get(0));
        assertThat(event.at("/data/prompt").asText()).isEqualTo("@cat");
        assertThat(outcome.out()).contains("cat-1.png");
    }

    /** In a mount namespace of its own; where the system does not let users have one, nothing is tested. */
    @Test
    @Tag("long")
    void aTemporaryFolderThatRunsNoProgramsDoesNotMatter() throws Exception {
        // Given
        shell.with(
                "DATA",
                Files.createDirectories(Shell.ROOT.resolve("deploy/local/target/noexec"))
                        .toString());
        // When
        var outcome = shell.run("""
                unshare -Urm true || { echo skipped; exit 0; }
                printf '#!/bin/sh\\necho ran' > program
                chmod +x program
                cat > lines <<'END'
                mount --bind "$ROOT" "$ROOT"
                mount --rbind /tmp /tmp
                mount -o remount,bind,noexec /tmp
                cd "$PWD"
                ./program 2> /dev/null || echo noexec
                CALOTYPE_DATA="$DATA" "$ROOT/calotype" generate apple -o apple.png
                END
                unshare -Urm sh -e lines
                """ + "rm -rf \"$DATA\"");
        // Then
        assumeFalse(outcome.out().equals(List.of("skipped")));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).containsExactly("noexec", "apple.png");
    }

    @Test
    void aColonInThePathIsRefusedByName() throws Exception {
        // When
        var outcome = shell.run("mkdir a:b\ncp \"$ROOT/calotype\" a:b\na:b/calotype --version");
        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("calotype: Java cannot start from a folder with a colon in its path: ");
    }

    @Test
    void sourcesAreBuiltWhenTheirContentChanges() throws Exception {
        // Given
        shell.run("""
                mkdir -p one/deploy/local/src/main one/deploy/local/target
                cd one
                cp "$ROOT/calotype" .
                echo one > deploy/local/src/main/Source.java
                cat > mvnw <<'END'
                #!/bin/sh
                echo built >&2
                cd deploy/local/target
                [ -h lib ] || ln -s "$ROOT/deploy/local/target/lib" .
                cp "$ROOT/deploy/local/target/calotype-local.jar" .
                END
                chmod +x mvnw
                """);
        // When
        var outcome = shell.run("""
                exec 2>&1
                echo fresh; one/calotype --version
                echo again; one/calotype --version
                cp -r one two
                touch two/deploy/local/src/main/Source.java
                echo copied; two/calotype --version
                echo two > two/deploy/local/src/main/Source.java
                touch -t 200001010000 two/deploy/local/src/main/Source.java
                echo changed; two/calotype --version
                """);
        // Then
        var building = "calotype: building (a few minutes the first time)";
        var version = "calotype 0.1.0";
        assertThat(outcome.out())
                .containsExactly(
                        "fresh", building, "built", version, "again", version, "copied", version, "changed", building,
                        "built", version);
    }

    @Test
    void aPictureThatCannotBeWrittenLeavesNoFile() throws Exception {
        // Given
        WholeStack.running().announce(folder.resolve("stack.json"));
        shell.with("CALOTYPE_DATA", folder.toString()).with("JAVA_TOOL_OPTIONS", "-XX:-UsePerfData");
        // When
        var outcome = shell.run("""
                mkdir out
                (ulimit -f 1; exec "$ROOT/calotype" generate apple --steps 1 --size 128x128 -o out/apple.png 2>&1) || true
                ls -A out
                """);
        // Then
        assertThat(outcome.out())
                .last()
                .asString()
                .contains("calotype: Cannot write out/apple.png: ", "File too large");
    }
}
