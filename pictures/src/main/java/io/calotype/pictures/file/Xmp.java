package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The provenance as an XMP packet (ISO 16684-1).
 *
 * <p>{@code Iptc4xmpExt:DigitalSourceType} marks the picture as made by a trained model (IPTC Photo Metadata Standard 2023.2);
 * the JSON is the text of {@code calotype:generation}.
 */
public final class Xmp {

    /** IPTC's digital source type of what a trained model made. */
    public static final String AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    private static final String PACKET = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:calotype="urn:calotype:ns:1.0#"
             xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
            <Iptc4xmpExt:DigitalSourceType>%s</Iptc4xmpExt:DigitalSourceType>%s
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>""";

    private Xmp() {}

    /** The mark and the provenance. */
    static byte[] of(Provenance provenance) {
        return packet("\n<calotype:generation>" + escape(provenance.json()) + "</calotype:generation>");
    }

    /** The mark alone, for PNG, whose text chunks hold the provenance. */
    static byte[] mark() {
        return packet("");
    }

    private static byte[] packet(String more) {
        return PACKET.formatted(AI_GENERATED, more).getBytes(UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\uFFFE", "\\ufffe") // not characters of XML: left to JSON's escapes
                .replace("\uFFFF", "\\uffff");
    }
}
