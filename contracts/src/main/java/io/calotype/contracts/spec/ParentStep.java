package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Where an image branches off: a step of its parent that is kept.
 *
 * @param image the parent
 * @param step as in its progress: how many calls of the model were done, 1 to 1,000
 * @param look the parent's {@link GenerationSpec#look}; null where it is not known, or does not say all
 */
public record ParentStep(ImageId image, int step, @Nullable String look) {
    /** The name of the parent's field. */
    public static final String IMAGE = "parent";
    /** The name of the step's field. */
    public static final String STEP = "parent_step";

    public ParentStep {
        Limits.within(STEP, step, 1, Limits.MAX_MODEL_CALLS);
    }

    /** A step of a parent of which no more is known. */
    public ParentStep(ImageId image, int step) {
        this(image, step, null);
    }

    /** Returns the same, whose parent was made like this. */
    public ParentStep ofLook(GenerationSpec parent) {
        boolean isAll = parent.sampling().parent() == null
                && parent.sampling().strength() == null
                && parent.controls().isEmpty();
        return new ParentStep(image, step, isAll ? parent.look() : null);
    }

    /** Tells whether an image that branches off here changes anything, as far as is known. */
    public boolean isChangedBy(GenerationSpec branch) {
        return !branch.look().equals(look);
    }

    /**
     * Joins the two fields of a prompt.
     *
     * @return null if there is none
     * @throws Refusal INVALID_PARAMETER if there is only one, or the first names no image
     */
    public static @Nullable ParentStep of(@Nullable String image, @Nullable Integer step) {
        if (image == null && step == null) {
            return null;
        }
        if (image == null || step == null) {
            var field = image == null ? STEP : IMAGE;
            var other = image == null ? IMAGE : STEP;
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " needs a " + other);
        }
        return new ParentStep(parse(image), step);
    }

    private static ImageId parse(String image) {
        try {
            return ImageId.parse(image);
        } catch (Refusal notAnId) {
            var detail = IMAGE + " must be the id of an image: PROMPT_ID/INDEX";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, IMAGE, detail);
        }
    }

    @Override
    public String toString() {
        return "step " + step + " of " + image;
    }
}
