package io.calotype.inference.family;

import com.fasterxml.jackson.databind.JsonNode;

/** Which sizes a model draws, counted in latents. */
public enum SizeRule {
    /** A convolutional model halves its latents at each level. */
    LEVELS {
        @Override
        public int multiple(JsonNode denoiser) {
            return 1 << (Configs.levels(denoiser) - 1);
        }
    },
    /** A transformer that adds a table of positions, which ends: beyond, the export would silently read wrong positions. */
    POSITION_TABLE {
        @Override
        public int multiple(JsonNode denoiser) {
            return denoiser.path("patch_size").asInt(PATCH);
        }

        @Override
        public int most(JsonNode denoiser) {
            int positions = denoiser.path("pos_embed_max_size").asInt(0);
            return positions < 1 ? Integer.MAX_VALUE : positions * multiple(denoiser);
        }
    },
    /** A transformer that rotates by position, over squares of 2 x 2 latents; some have tables of rotations, which end. */
    PATCHES {
        @Override
        public int multiple(JsonNode denoiser) {
            return PATCH;
        }

        @Override
        public int most(JsonNode denoiser) {
            var tables = denoiser.path("axes_lens"); // of text, rows and columns
            return tables.isEmpty()
                    ? Integer.MAX_VALUE
                    : Math.min(tables.path(1).asInt(), tables.path(2).asInt()) * PATCH;
        }

        @Override
        int usualHeight(Configs configs) {
            return sideOfVae(configs);
        }

        @Override
        int usualWidth(Configs configs) {
            return sideOfVae(configs);
        }
    },
    /** The same over latents that are squares already. */
    SQUARES {
        @Override
        public int multiple(JsonNode denoiser) {
            return 1;
        }

        @Override
        int usualHeight(Configs configs) {
            return sideOfVae(configs);
        }

        @Override
        int usualWidth(Configs configs) {
            return sideOfVae(configs);
        }
    };

    private static final int PATCH = 2;
    private static final int FLUX_PIXELS = 1024;
    private static final int STABLE_DIFFUSION = 64;

    private static int sideOfVae(Configs configs) {
        return configs.vae().path("sample_size").asInt(FLUX_PIXELS) / configs.vaeScaleFactor();
    }

    /** Returns what a side must be a multiple of, in latents. */
    public abstract int multiple(JsonNode denoiser);

    /** Returns the longest side, in latents. */
    public int most(JsonNode denoiser) {
        return Integer.MAX_VALUE;
    }

    /** Returns the height that the model was trained at, in latents. */
    int usualHeight(Configs configs) {
        var size = configs.denoiser().path("sample_size");
        return (size.isArray() ? size.path(0) : size).asInt(STABLE_DIFFUSION);
    }

    /** Returns the width that the model was trained at, in latents. */
    int usualWidth(Configs configs) {
        var size = configs.denoiser().path("sample_size");
        return (size.isArray() ? size.path(1) : size).asInt(STABLE_DIFFUSION);
    }

    /** Returns the height of a prompt that names none, in latents. */
    public int height(Configs configs) {
        return Math.min(usualHeight(configs), most(configs.denoiser()));
    }

    /** Returns the width of a prompt that names none, in latents. */
    public int width(Configs configs) {
        return Math.min(usualWidth(configs), most(configs.denoiser()));
    }
}
