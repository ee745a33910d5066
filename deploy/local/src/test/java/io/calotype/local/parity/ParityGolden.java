package io.calotype.local.parity;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.PixelRows;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What diffusers makes of a family's fixture pack; {@code models/fixtures/packs} makes it again.
 *
 * @param numbers latents by name
 * @param sheet pictures side by side, rows from the top
 */
public record ParityGolden(Safetensors numbers, BufferedImage sheet) {
    private static final Path PACKS = Path.of(System.getProperty("calotype.root", "../.."), "models/fixtures/packs");
    private static final Path GOLDENS = PACKS.resolve("goldens");
    private static final String NUMBERS = ".safetensors";
    private static final String LATENTS = "/latents";
    private static final int SIDE = 64;
    private static final int ACROSS = 8;

    /** Returns the names of the families' exports. */
    public static List<String> families() throws IOException {
        try (var files = Files.list(GOLDENS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(NUMBERS))
                    .map(file -> file.replace(NUMBERS, ""))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the folder of an export. */
    public static Path pack(String family) {
        return PACKS.resolve(family);
    }

    /** Reads a family's. */
    public static ParityGolden read(String family) throws IOException {
        var bytes = Files.readAllBytes(GOLDENS.resolve(family + NUMBERS));
        var sheet = ImageIO.read(GOLDENS.resolve(family + ".png").toFile());
        return new ParityGolden(SafetensorsReader.read(ByteBuffer.wrap(bytes)), sheet);
    }

    Stream<ParityCell> cells() {
        return numbers.tensors().keySet().stream()
                .filter(name -> name.endsWith(LATENTS))
                .map(name -> name.substring(0, name.length() - LATENTS.length()))
                .map(ParityCell::new);
    }

    float[] latents(ParityCell cell) {
        return numbers.require(cell.name() + LATENTS).toFloatArray();
    }

    /** Tells whether a cell's picture is on the sheet. */
    boolean shows(ParityCell cell) {
        return pictures().contains(cell.name());
    }

    /** Returns a picture's pixels, {@code 0xffRRGGBB}, rows from the top. */
    public int[] picture(String cell) {
        int at = pictures().indexOf(cell);
        return sheet.getRGB(SIDE * (at % ACROSS), SIDE * (at / ACROSS), SIDE, SIDE, null, 0, SIDE);
    }

    private List<String> pictures() {
        return List.of(numbers.metadata().get("pictures").split(" ", -1));
    }

    /** Returns the pixels of the picture that others begin from. */
    static int[] begin() throws IOException {
        var picture = ImageIO.read(PACKS.resolve("pictures/picture.png").toFile());
        return picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
    }

    /** Returns the mask of that picture. */
    static PixelRows mask() throws IOException {
        var bytes = Files.readAllBytes(PACKS.resolve("pictures/mask.png"));
        return PictureReader.read("mask_image", PictureHeader.of("mask_image", bytes), bytes);
    }

    /** Returns the share of pixels of which a channel is more than 1/255 from the other picture's. */
    public static double farPixels(int[] picture, int[] other) {
        int far = 0;
        for (int i = 0; i < other.length; i++) {
            far += isNear(picture[i], other[i]) ? 0 : 1;
        }
        return (double) far / other.length;
    }

    private static boolean isNear(int rgb, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((rgb >> shift & 0xff) - (other >> shift & 0xff)) > 1) {
                return false;
            }
        }
        return true;
    }
}
