package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code examples} against a running stack. */
class ExamplesIT {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder)
                .with("CALOTYPE_URL", WholeStack.running().gateway().toString());
    }

    @Test
    void aBatchThatWasStoppedGoesOn() throws Exception {
        // Given
        assumeThat(isInstalled("python3")).isTrue();
        Files.writeString(folder.resolve("prompts.csv"), """
                file,prompt,seed,steps,width,height
                apple.png,a red apple,1,1,64,64
                pear.webp,a green apple,2,1,64,64
                crane.png,a blue bird,3,1,64,64
                """);
        var batch = "python3 -B \"$ROOT/examples/batch/batch.py\" prompts.csv pictures";
        // When
        var first = shell.run("head -n 2 prompts.csv > part.csv\n" + batch.replace("prompts.csv", "part.csv"));
        var second = shell.run(batch);
        var third = shell.run(batch);
        // Then
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.out()).first().isEqualTo("3 rows, 1 are drawn already");
        assertThat(third.out()).containsExactly("3 rows, 3 are drawn already");
        assertThat(folder.resolve("pictures").toFile().list())
                .containsExactlyInAnyOrder("apple.png", "pear.webp", "crane.png");
        assertThat(Files.readAllBytes(folder.resolve("pictures/pear.webp"))).startsWith('R', 'I', 'F', 'F');
    }

    @Test
    void aRowThatCannotBeDrawnIsNamedAndTheOthersAreDrawn() throws Exception {
        // Given
        assumeThat(isInstalled("python3")).isTrue();
        Files.writeString(folder.resolve("prompts.csv"), """
                file,prompt,seed,steps,width,height
                odd.png,a red apple,1,1,65,64
                even.png,a red apple,1,1,64,64
                """);
        // When
        var outcome = shell.run("python3 -B \"$ROOT/examples/batch/batch.py\" prompts.csv pictures");
        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("odd.png: width is 65; it must be a multiple of");
        assertThat(folder.resolve("pictures").toFile().list()).containsExactly("even.png");
    }

    @Test
    void aPostIsIllustratedOnce() throws Exception {
        // Given
        assumeThat(isInstalled("node")).isTrue();
        var post = folder.resolve("posts/launch.md");
        Files.createDirectory(post.getParent());
        Files.writeString(post, "---\ntitle: a blue rocket\n---\n\nWe are live.\n");
        // When
        var first = shell.run("node \"$ROOT/examples/posts/illustrate.mjs\" posts");
        var second = shell.run("node \"$ROOT/examples/posts/illustrate.mjs\" posts");
        // Then
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).containsExactly("launch.md: launch.webp");
        assertThat(second.out()).isEmpty();
        assertThat(post).hasContent("---\ntitle: a blue rocket\nimage: launch.webp\n---\n\nWe are live.\n");
        assertThat(Files.readAllBytes(folder.resolve("posts/launch.webp"))).startsWith('R', 'I', 'F', 'F');
    }

    @Test
    void allButTheBestPictureEndBeforeTheirStepsArePaidFor() throws Exception {
        // Given
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        // When
        var outcome = shell.run(java + " \"$ROOT/examples/best-of/BestOf.java\" 'a cat on a red mat' 4 cat.png");
        // Then
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .filteredOn(line -> line.contains("is cancelled (202)"))
                .hasSize(3);
        var last = Pattern.compile("cat.png: picture [0-3]; (\\d+) of (\\d+) steps were computed")
                .matcher(outcome.out().get(outcome.out().size() - 1));
        assertThat(last.matches()).as(outcome.out().toString()).isTrue();
        int all = Integer.parseInt(last.group(2));
        int each = all / 4;
        assertThat(Integer.parseInt(last.group(1))).isBetween(each + 3 * each / 2, all - 1);
        assertThat(ImageIO.read(folder.resolve("cat.png").toFile()).getWidth()).isEqualTo(256);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
