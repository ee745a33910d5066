package io.calotype.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edges of pictures that are known, and of others beside those that OpenCV finds. */
class CannyEdgesTest {

    private static final Canny DEFAULT = new Canny(Canny.LOW, Canny.HIGH);

    private static Tensor tensor(BufferedImage image) {
        var bytes = ByteBuffer.allocate(3 * image.getWidth() * image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                bytes.put((byte) (pixel >>> 16)).put((byte) (pixel >>> 8)).put((byte) pixel);
            }
        }
        return new Tensor(DType.U8, Shape.of(image.getHeight(), image.getWidth(), 3), bytes.flip());
    }

    /** A rectangle of one colour on another. */
    private static Tensor rectangle(int paper, int ink) {
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, x >= 10 && x < 30 && y >= 8 && y < 22 ? ink : paper);
            }
        }
        return tensor(image);
    }

    private static boolean isEdge(Tensor edges, int x, int y) {
        return edges.data().get(3 * (40 * y + x)) != 0;
    }

    @Test
    void aRectangleHasAnOutlineOfOnePixel() {
        // When
        var edges = CannyEdges.of(rectangle(0xffffff, 0x000000), DEFAULT);
        // Then
        for (int x = 12; x < 28; x++) {
            int column = x;
            assertThat(IntStream.range(0, 30).filter(y -> isEdge(edges, column, y)))
                    .as("column " + x)
                    .containsExactly(7, 21);
        }
        for (int y = 10; y < 20; y++) {
            int row = y;
            assertThat(IntStream.range(0, 40).filter(x -> isEdge(edges, x, row)))
                    .as("row " + y)
                    .containsExactly(9, 29);
        }
        assertThat(edges.shape()).isEqualTo(Shape.of(30, 40, 3));
        for (int i = 0; i < 3 * 40 * 30; i++) {
            assertThat(edges.data().get(i))
                    .isIn((byte) 0, (byte) 255)
                    .isEqualTo(edges.data().get(i / 3 * 3));
        }
    }

    @Test
    void coloursOfTheSameGreyHaveEdges() {
        assertThat(count(CannyEdges.of(rectangle(0xff0000, 0x008200), DEFAULT))).isGreaterThan(50);
    }

    @Test
    void weakEdgesCountBelowTheHighThresholdAloneWhereTheyGoOnFromStrongOnes() {
        // Given a step of 30, whose strength is 4 times 30
        var faint = rectangle(0x646464, 0x828282);
        // Then
        assertThat(count(CannyEdges.of(faint, new Canny(50, 119)))).isPositive();
        assertThat(count(CannyEdges.of(faint, new Canny(50, 250)))).isZero();
        assertThat(count(CannyEdges.of(rectangle(0x808080, 0x808080), new Canny(1, 1))))
                .isZero();
    }

    private static int count(Tensor edges) {
        int count = 0;
        for (int i = 0; i < edges.data().capacity(); i += 3) {
            count += edges.data().get(i) == 0 ? 0 : 1;
        }
        return count;
    }

    @Test
    void theSamePictureHasTheSameEdgesAndTheFileHasThemAll() throws IOException {
        // Given
        var picture = tensor(ImageIO.read(Path.of("../docs/images/cat.png").toFile()));
        // When
        var edges = CannyEdges.of(picture, DEFAULT);
        var file = KeptEdges.png(edges);
        // Then
        assertThat(KeptEdges.png(CannyEdges.of(picture, DEFAULT))).isEqualTo(file);
        assertThat(tensor(ImageIO.read(new ByteArrayInputStream(file))).data()).isEqualTo(edges.data());
    }

    @ParameterizedTest
    @CsvSource({
        "docs/images/cat.png,cat",
        "models/fixtures/packs/pictures/wide.png,wide",
    })
    void edgesAreNearlyThoseOfOpenCv(String file, String name) throws IOException {
        var picture = tensor(ImageIO.read(Path.of("..", file).toFile()));
        for (int low : new int[] {50, 100, 200}) {
            // When
            var edges = CannyEdges.of(picture, new Canny(low, 2 * low));
            // Then
            var opencv =
                    tensor(ImageIO.read(getClass().getResource("/canny/%s-%d-%d.png".formatted(name, low, 2 * low))));
            int both = 0;
            int either = 0;
            for (int i = 0; i < edges.data().capacity(); i += 3) {
                boolean ours = edges.data().get(i) != 0;
                boolean theirs = opencv.data().get(i) != 0;
                both += ours && theirs ? 1 : 0;
                either += ours || theirs ? 1 : 0;
            }
            int pixels = edges.data().capacity() / 3;
            System.out.printf(
                    "canny %s %d %d: %.2f %% of the pixels are equal, %d of %d edge pixels are in both%n",
                    name, low, 2 * low, 100 - 100.0 * (either - both) / pixels, both, either);
            Files.write(Path.of("target", "canny-%s-%d.png".formatted(name, low)), KeptEdges.png(edges));
            assertThat((double) both / either).isGreaterThan(0.9);
        }
    }
}
