package io.calotype.local.reproduce;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.KeyValuePair;
import com.drew.metadata.Metadata;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a picture was made, as the decoder-service writes it into the file.
 *
 * @param json the prompt event's fields, with {@code pack_digest} and {@code versions}
 */
public record Provenance(ObjectNode json) {

    private static final String PNG_KEYWORD = "calotype";
    private static final String XMP_PROPERTY = "calotype:generation";
    private static final String STRENGTH = "strength";
    private static final List<String> NOT_OF_THE_PROMPT = List.of("pack_digest", "versions", "upscaler", STRENGTH);

    /**
     * Reads a PNG, JPEG or WebP file.
     *
     * @return empty if the file is no picture or does not say how it was made
     */
    public static Optional<Provenance> of(byte[] picture) {
        try {
            var metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(picture), picture.length);
            return Stream.concat(pngTexts(metadata), xmp(metadata))
                    .findFirst()
                    .map(text -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES))
                    .map(Provenance::new);
        } catch (ImageProcessingException | IOException | Refusal unreadable) {
            return Optional.empty();
        }
    }

    private static Stream<String> pngTexts(Metadata metadata) {
        return metadata.getDirectoriesOfType(PngDirectory.class).stream()
                .map(directory -> directory.getObject(PngDirectory.TAG_TEXTUAL_DATA))
                .filter(Objects::nonNull)
                .flatMap(texts -> ((List<?>) texts).stream())
                .map(KeyValuePair.class::cast)
                .filter(text -> text.getKey().equals(PNG_KEYWORD))
                .map(text -> text.getValue().toString());
    }

    private static Stream<String> xmp(Metadata metadata) {
        return metadata.getDirectoriesOfType(XmpDirectory.class).stream()
                .map(directory -> directory.getXmpProperties().get(XMP_PROPERTY))
                .filter(Objects::nonNull);
    }

    /** Returns the sha256 of the pack's manifest, in hex; empty if the file does not say. */
    public String packDigest() {
        return json.path("pack_digest").asText();
    }

    /** Returns the pack and its version, for messages. */
    public String pack() {
        return json.path("model").asText() + " " + json.at("/versions/pack").asText();
    }

    /** Returns the version of Calotype that made it. */
    public String calotype() {
        return json.at("/versions/calotype").asText();
    }

    /** Returns how much of a source picture was replaced, or null if the picture was made from noise alone. */
    public @Nullable Double strength() {
        return json.has(STRENGTH) ? json.path(STRENGTH).asDouble() : null;
    }

    /** Returns how many pictures controlled it. */
    public int controls() {
        return json.path(ControlRequest.FIELD).size();
    }

    /**
     * Returns the prompt that makes this picture.
     *
     * @param model the pack's name here
     * @param source the picture to start from, if there was one
     * @param controls the pictures that controlled it, in order
     * @throws Refusal if a field is missing or outside its limits
     */
    public PromptParameters prompt(String model, @Nullable PictureRequest source, List<PictureReference> controls) {
        var fields = json.deepCopy().put("model", model).without(NOT_OF_THE_PROMPT);
        for (int i = 0; i < controls.size(); i++) {
            if (fields.path(ControlRequest.FIELD).path(i) instanceof ObjectNode control) {
                control.put("image", controls.get(i).text());
            }
        }
        return PromptParameters.read(new JsonFields((ObjectNode) fields)).withPicture(source);
    }
}
