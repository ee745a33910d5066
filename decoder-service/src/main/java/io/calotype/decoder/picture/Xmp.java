package io.calotype.decoder.picture;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The provenance as an XMP packet (ISO 16684-1): the JSON is the text of one property, {@code calotype:generation}. */
final class Xmp {

    private static final String PACKET = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:calotype="urn:calotype:ns:1.0#">
            <calotype:generation>%s</calotype:generation>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>""";

    private Xmp() {}

    static byte[] of(Provenance provenance) {
        return PACKET.formatted(escape(provenance.json())).getBytes(UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\uFFFE", "\\ufffe") // not characters of XML: left to JSON's escapes
                .replace("\uFFFF", "\\uffff");
    }
}
