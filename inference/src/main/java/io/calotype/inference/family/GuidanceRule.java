package io.calotype.inference.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.spec.Sampling;

/** What the guidance scale of a prompt does. */
public enum GuidanceRule {
    /** It pushes the prediction from the negative prompt's towards the prompt's. */
    NEGATIVE_PROMPT {
        @Override
        public double scale(Sampling sampling) {
            return sampling.guidanceScale();
        }
    },
    /** It pushes the prediction beyond the prompt's, away from the negative prompt's: 0 is none. */
    BEYOND_PROMPT {
        @Override
        public double scale(Sampling sampling) {
            return sampling.guidanceScale() + 1;
        }
    },
    /** Nothing: the model was distilled. */
    NONE {
        @Override
        public boolean suits(JsonNode index) {
            return index.path("is_distilled").asBoolean(false);
        }

        @Override
        public double scale(Sampling sampling) {
            return 1;
        }
    },
    /** It is an input of the model, which knows no negative prompt. */
    MODEL {
        @Override
        public double scale(Sampling sampling) {
            return 1;
        }
    },
    /** It is an input of the model, and the true CFG scale pushes the prediction from the negative prompt's. */
    MODEL_AND_TRUE_CFG {
        @Override
        public double scale(Sampling sampling) {
            return sampling.trueCfgScale();
        }
    };

    /** Returns how far the prediction is pushed away from the negative prompt's; at most 1 needs no negative prompt. */
    public abstract double scale(Sampling sampling);

    /** Tells whether a checkpoint with this {@code model_index.json} can be guided so. */
    public boolean suits(JsonNode index) {
        return true;
    }

    /** Returns whether the negative prompt counts, which doubles the model's work. */
    public boolean guided(Sampling sampling) {
        return scale(sampling) > 1;
    }
}
