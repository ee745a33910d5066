package io.calotype.contracts.spec;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one image: its prompt's id and its place among the prompt's images.
 *
 * @param promptId letters, digits and {@code . _ ~ : -}, at most 128 characters, a letter or digit first
 * @param index from 0 to 15
 */
public record ImageId(String promptId, int index) {
    private static final Pattern PROMPT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:-]{0,127}");
    private static final Pattern PICTURE_KEY =
            Pattern.compile("images/(?<image>[^/]+/[0-9]+)(?:\\.original)?\\.[a-z]+");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]?");

    public ImageId {
        requirePromptId(promptId);
        Limits.within("index", index, 0, Limits.MAX_N - 1);
    }

    /** Tells whether a text can be the id of a prompt. */
    public static boolean isPromptId(String text) {
        return PROMPT_ID.matcher(text).matches();
    }

    /** Returns the text if it can be the id of a prompt. */
    public static String requirePromptId(String text) {
        if (!isPromptId(text)) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "id",
                    "id must be 1 to 128 letters, digits or . _ ~ : - and begin with a letter or digit");
        }
        return text;
    }

    /** Reads an id such as {@code apple-7/0}. */
    public static ImageId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0 || !INDEX.matcher(text.substring(slash + 1)).matches()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "image_id", "image_id must read PROMPT_ID/INDEX");
        }
        return new ImageId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Returns the image whose picture has that key, or whose original has; nothing if it is the key of something else. */
    public static Optional<ImageId> ofPictureKey(String key) {
        var match = PICTURE_KEY.matcher(key);
        try {
            return match.matches() ? Optional.of(parse(match.group("image"))) : Optional.empty();
        } catch (Refusal notOurs) {
            return Optional.empty();
        }
    }

    /** Returns the key of the stored picture, such as {@code images/apple-7/0.png}. */
    public String objectKey(OutputFormat format) {
        return BucketFolder.IMAGES.prefix() + this + "." + format.extension();
    }

    /** Returns the key of what an enlarged picture was drawn as, such as {@code images/apple-7/0.original.png}. */
    public String originalKey(OutputFormat format) {
        return BucketFolder.IMAGES.prefix() + this + ".original." + format.extension();
    }

    @Override
    public String toString() {
        return promptId + "/" + index;
    }
}
