package io.calotype.gateway.openapi;

/** Regular expressions that describe parameters, for the annotations of resources. */
public final class ParameterForms {

    /** The name of a model pack. */
    public static final String NAME = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    /** The id of a prompt. */
    public static final String PROMPT_ID = "^[A-Za-z0-9][A-Za-z0-9._~:-]{0,127}$";
    /** The index of a prompt's image. */
    public static final String IMAGE_INDEX = "^([0-9]|1[0-5])$";
    /** An {@code Idempotency-Key}; an empty one counts as absent. */
    public static final String IDEMPOTENCY_KEY = "^[!-~]{0,255}$";
    /** A text without control characters; a blank one counts as absent. */
    public static final String TEXT = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";
    /** Why something is cancelled; a blank one counts as absent. */
    public static final String REASON = TEXT;
    /** What follows {@code inputs/} in the key of a picture. */
    public static final String INPUT_NAME =
            "^(?!\\.{1,2}(/|$))[A-Za-z0-9._~:-]{1,255}(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~:-]{1,255})*$";

    /** The id of an image, or the key of an uploaded picture; an empty one counts as absent. */
    public static final String QUERIED_PICTURE = "^([A-Za-z0-9][A-Za-z0-9._~:-]{0,127}/([0-9]|1[0-5])"
            + "|inputs(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~:-]{1,255})+)?$";

    private ParameterForms() {}
}
