package io.calotype.local.upscale;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.options.SerializeOptions;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.KeyValuePair;
import com.drew.metadata.Metadata;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an enlarged picture's file says that its source's file said: how it was drawn, and that a model made it. */
final class KeptTexts {

    static final String XMP = "XML:com.adobe.xmp";

    private static final String PARAMETERS = "parameters";
    private static final String CALOTYPE = "urn:calotype:ns:1.0#";

    private KeptTexts() {}

    /**
     * Returns texts by their keywords in a PNG.
     *
     * <p>How to draw the source again is left out, since that makes another picture than the enlarged one.
     *
     * @param made what is said about enlarging, as A1111 says it
     */
    static Map<String, String> of(byte[] source, String made) {
        var texts = new LinkedHashMap<String, String>();
        try {
            var metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(source), source.length);
            parameters(metadata, made, texts);
            for (var directory : metadata.getDirectoriesOfType(XmpDirectory.class)) {
                texts.put(XMP, packet(directory.getXMPMeta()));
            }
        } catch (ImageProcessingException | IOException | XMPException unreadable) {
            texts.remove(XMP);
        }
        return texts;
    }

    private static void parameters(Metadata metadata, String made, Map<String, String> texts) {
        metadata.getDirectoriesOfType(PngDirectory.class).stream()
                .map(directory -> directory.getObject(PngDirectory.TAG_TEXTUAL_DATA))
                .filter(Objects::nonNull)
                .flatMap(read -> ((List<?>) read).stream())
                .map(KeyValuePair.class::cast)
                .filter(text -> text.getKey().equals(PARAMETERS))
                .forEach(text -> texts.put(PARAMETERS, text.getValue() + ", " + made));
    }

    private static String packet(XMPMeta xmp) throws XMPException {
        xmp.deleteProperty(CALOTYPE, "generation");
        return XMPMetaFactory.serializeToString(xmp, new SerializeOptions().setUseCompactFormat(true));
    }
}
