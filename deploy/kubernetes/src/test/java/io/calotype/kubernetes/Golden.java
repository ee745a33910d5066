package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are generated and kept: compared, or written with {@code -Dgolden=write}. */
final class Golden {

    private Golden() {}

    static void check(Path file, String generated) {
        if (System.getProperty("golden", "compare").equals("write")) {
            write(file, generated);
        }
        assertThat(Folder.text(file))
                .as("%s; ./mvnw -pl deploy/kubernetes -am test -Dgolden=write writes it", file)
                .isEqualTo(generated);
    }

    private static void write(Path file, String generated) {
        try {
            Files.writeString(file, generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
