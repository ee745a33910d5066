package io.calotype.pictures.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.authlete.cbor.CBORizer;
import io.calotype.contracts.digest.Sha256;
import io.calotype.pictures.file.Xmp;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A C2PA manifest store with one manifest: that a trained model made the picture, and the digest of the file (C2PA 2.2).
 *
 * <p>Holds nothing that differs from run to run, so that the same picture gets the same manifest, and with a key of Ed25519 the same
 * signature.
 *
 * @param picture names the file: the same for the same bytes
 * @param version of Calotype
 */
record ManifestStore(UUID picture, String version, SigningIdentity identity) {

    private static final String ACTIONS = "c2pa.actions.v2";
    private static final String DATA_HASH = "c2pa.hash.data";
    private static final CBORizer CBOR = new CBORizer();

    /** The store for a file, from the digest of what is around it. */
    static ManifestStore of(byte[] file, String version, SigningIdentity identity) {
        return new ManifestStore(UUID.nameUUIDFromBytes(Sha256.hex(file).getBytes(UTF_8)), version, identity);
    }

    /** Returns the signed store as a JUMBF box. */
    byte[] bytes(Binding binding) {
        var actions = Jumbf.cbor("cbor", ACTIONS, cbor(actions()));
        var hash = Jumbf.cbor("cbor", DATA_HASH, cbor(dataHash(binding)));
        var claim = cbor(claim(List.of(reference(ACTIONS, actions), reference(DATA_HASH, hash))));
        var manifest = List.of(
                Jumbf.superbox("c2as", "c2pa.assertions", List.of(actions, hash)),
                Jumbf.cbor("c2cl", "c2pa.claim.v2", claim),
                Jumbf.cbor("c2cs", "c2pa.signature", identity.sign(claim)));
        return Jumbf.superbox("c2pa", "c2pa", List.of(Jumbf.superbox("c2ma", label(), manifest)));
    }

    private String label() {
        return "urn:c2pa:" + picture;
    }

    private Map<String, Object> actions() {
        var created =
                map("action", "c2pa.created", "digitalSourceType", Xmp.AI_GENERATED, "softwareAgent", generator());
        return map("actions", List.of(created));
    }

    private static Map<String, Object> dataHash(Binding binding) {
        var manifest = map("start", binding.start(), "length", binding.length());
        return map(
                "exclusions",
                List.of(manifest),
                "name",
                "jumbf manifest",
                "alg",
                "sha256",
                "hash",
                HexFormat.of().parseHex(binding.sha256()),
                "pad",
                new byte[0]);
    }

    private Map<String, Object> claim(List<Map<String, Object>> assertions) {
        return map(
                "instanceID",
                "xmp:iid:" + picture,
                "claim_generator_info",
                generator(),
                "signature",
                "self#jumbf=/c2pa/" + label() + "/c2pa.signature",
                "created_assertions",
                assertions,
                "alg",
                "sha256");
    }

    /** A hash covers a box's content, not its length and type. */
    private static Map<String, Object> reference(String label, byte[] assertion) {
        var digest = Sha256.newDigest();
        digest.update(assertion, Jumbf.HEADER, assertion.length - Jumbf.HEADER);
        return map("url", "self#jumbf=c2pa.assertions/" + label, "hash", digest.digest());
    }

    private Map<String, Object> generator() {
        return map("name", "Calotype", "version", version);
    }

    /** A map in the order given. */
    private static Map<String, Object> map(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static byte[] cbor(Map<String, Object> map) {
        return CBOR.cborizeMap(map).encode();
    }
}
