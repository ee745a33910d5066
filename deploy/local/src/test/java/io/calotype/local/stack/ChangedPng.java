package io.calotype.local.stack;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;

/** A PNG with another pixel, and all that the file says of itself. */
final class ChangedPng {

    private ChangedPng() {}

    /** Turns all bits of the first pixel's red. */
    static void pixel(Path file) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName("png").next();
        IIOImage picture;
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            picture = reader.readAll(0, null);
        }
        var changed = (BufferedImage) picture.getRenderedImage();
        changed.setRGB(0, 0, changed.getRGB(0, 0) ^ 0xFF0000);
        Files.delete(file);
        try (var out = ImageIO.createImageOutputStream(file.toFile())) {
            var writer = ImageIO.getImageWriter(reader);
            writer.setOutput(out);
            writer.write(picture);
        }
    }
}
