package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.stack.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalotypeTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|Say what to do",
                "generate|Missing required parameter: 'PROMPT'",
                "generate x --steps 9999|steps is 9999; it must be from 1 to 500",
                "generate x --size 12|size must read WIDTHxHEIGHT, such as 256x256",
                "generate x --seed -1|seed must be a whole number in decimal digits, 0 to 18446744073709551615",
                "generate x -n 17|n is 17; it must be from 1 to 16",
                "generate x -o a.gif|-o a.gif must end in .png, .jpg or .webp, or be a folder",
                "generate x --image nowhere.png|--image nowhere.png is not there",
                "generate x --image .|--image . is a folder",
                "generate x --image pom.xml|--image pom.xml is neither a PNG nor a JPEG nor a WebP",
                "generate x --image images/a/0.png --mask pom.xml|--mask pom.xml is neither a PNG nor a JPEG nor a WebP",
                "generate x --image images/../a|--image must be an object key that begins with images/ or inputs/, or a data URI",
                "generate x --mask mask.png|--mask needs --image",
                "generate x --strength 0.5|--strength needs --image",
                "generate x --image images/a/0.png --strength 0|strength is 0; it must be above 0 and at most 1",
                "cancel #|id must be 1 to 128 letters, digits or . _ ~ : - and begin with a letter or digit",
                "describe|Missing required parameter: 'FILE'",
                "describe pom.xml --words 0|--words is 0; it must be at least 1",
                "develop|Unmatched argument at index 0: 'develop'"
            })
    void wrongUsageIsExitCodeTwoAndOneSentence(String line, String message) {
        assertThat(execute(line == null ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("calotype: " + message + "\nTry ./calotype")
                .hasLineCount(2);
    }

    @Test
    void whatFailsIsExitCodeOneAndOneSentence() {
        assertThat(execute("status")).isEqualTo(1);
        assertThat(err).hasToString("calotype: No stack is running; ./calotype up starts one\n");
    }

    @Test
    void aMissingPackIsNamed() {
        assertThat(execute("generate", "x", "--model", "nobody")).isEqualTo(1);
        assertThat(err)
                .hasToString("calotype: No model pack nobody in " + folder.resolve("packs") + "; there is none\n");
    }

    @Test
    void aPictureThatIsNotThereIsNamed() {
        assertThat(execute("describe", "nowhere.png")).isEqualTo(1);
        assertThat(err).hasToString("calotype: Cannot read nowhere.png: nowhere.png: No such file or directory\n");
    }

    @Test
    void anObjectNeedsTheStackThatHasIt() {
        assertThat(execute("generate", "x", "--image", "images/a/0.png")).isEqualTo(1);
        assertThat(err)
                .hasToString("calotype: images/a/0.png is neither a file here nor an object of a running stack;"
                        + " ./calotype up starts one\n");
    }

    private int execute(String... args) {
        var home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        return Calotype.commandLine(home).setErr(new PrintWriter(err, true)).execute(args);
    }
}
