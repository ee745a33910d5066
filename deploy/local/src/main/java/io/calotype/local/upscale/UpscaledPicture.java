package io.calotype.local.upscale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.upscale.Upscaler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Enlarges the picture of a file. */
public final class UpscaledPicture {

    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private UpscaledPicture() {}

    /**
     * Returns a PNG of the enlarged picture, which says of itself what its source says.
     *
     * @param name of the picture, for messages
     * @param encoded a PNG, JPEG or WebP
     * @throws io.calotype.contracts.problem.Refusal if it is none, or if it or the result is too large
     */
    public static byte[] png(UpscalerPack pack, String name, byte[] encoded) {
        var picture = PictureReader.read(name, PictureHeader.of(name, encoded), encoded);
        int cores = Runtime.getRuntime().availableProcessors();
        try (var upscaler = Upscaler.open(pack, SessionSettings.cpu(cores))) {
            var made = "Postprocess upscale by: %d, Postprocess upscaler: %s".formatted(pack.scale(), pack.name());
            return png(upscaler.upscale(picture), KeptTexts.of(encoded, made));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] png(Pixels picture, Map<String, String> texts) throws IOException {
        var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.width(), picture.height(), picture.argb(), 0, picture.width());
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata(writer, image, texts)));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, Map<String, String> texts)
            throws IOException {
        var metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        var latin = new IIOMetadataNode("tEXt");
        var other = new IIOMetadataNode("iTXt");
        texts.forEach((keyword, text) -> {
            boolean fits = ISO_8859_1.newEncoder().canEncode(text) && !keyword.equals(KeptTexts.XMP);
            (fits ? latin : other).appendChild(fits ? latin(keyword, text) : other(keyword, text));
        });
        var root = new IIOMetadataNode(PNG_METADATA);
        if (latin.hasChildNodes()) {
            root.appendChild(latin);
        }
        if (other.hasChildNodes()) {
            root.appendChild(other);
        }
        metadata.mergeTree(PNG_METADATA, root);
        return metadata;
    }

    private static IIOMetadataNode latin(String keyword, String text) {
        var entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", text);
        return entry;
    }

    private static IIOMetadataNode other(String keyword, String text) {
        var entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", text);
        return entry;
    }
}
