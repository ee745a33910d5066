package io.calotype.contracts.event;

/** The CloudEvents types of all events. */
public final class EventTypes {
    public static final String PROMPT_REQUESTED = "io.calotype.prompt.requested.v1";
    public static final String PROMPT_EMBEDDED = "io.calotype.prompt.embedded.v1";
    public static final String PROMPT_CANCELLED = "io.calotype.prompt.cancelled.v1";
    public static final String PROMPT_PAUSED = "io.calotype.prompt.paused.v1";
    public static final String PROMPT_RESUMED = "io.calotype.prompt.resumed.v1";
    public static final String ERASURE_REQUESTED = "io.calotype.erasure.requested.v1";
    public static final String IMAGE_DENOISED = "io.calotype.image.denoised.v1";
    public static final String IMAGE_DECODED = "io.calotype.image.decoded.v1";
    public static final String IMAGE_COMPLETED = "io.calotype.image.completed.v1";
    public static final String IMAGE_FAILED = "io.calotype.image.failed.v1";
    public static final String IMAGE_CANCELLED = "io.calotype.image.cancelled.v1";
    public static final String IMAGE_PROGRESS = "io.calotype.image.progress.v1";
    public static final String TEXT_REQUESTED = "io.calotype.text.requested.v1";
    public static final String TEXT_EMBEDDED = "io.calotype.text.embedded.v1";
    public static final String PICTURE_REQUESTED = "io.calotype.picture.requested.v1";
    public static final String PICTURE_EMBEDDED = "io.calotype.picture.embedded.v1";

    private EventTypes() {}

    /** Tells whether an event of that type cancels, pauses or resumes a prompt. */
    static boolean isDecision(String type) {
        return type.equals(PROMPT_CANCELLED) || type.equals(PROMPT_PAUSED) || type.equals(PROMPT_RESUMED);
    }
}
