package io.calotype.inference.family;

/** How a model takes latents. */
public enum LatentLayout {
    /** As they are, {@code [B, C, h, w]}. */
    PLANES(4, 1),
    /** As a sequence of squares of 2 x 2 latents, {@code [B, h/2 * w/2, 4 C]}. */
    PATCHES(3, 2);

    private final int rank;
    private final int side;

    LatentLayout(int rank, int side) {
        this.rank = rank;
        this.side = side;
    }

    /** Returns the rank of the model's sample. */
    public int rank() {
        return rank;
    }

    /** Returns which dimension of the sample counts channels. */
    public int channelDimension() {
        return this == PLANES ? 1 : rank - 1;
    }

    /** Returns how many latents a side of a square has. */
    public int side() {
        return side;
    }

    /** Returns the channels of latents whose model takes so many. */
    public long latentChannels(long modelChannels) {
        return modelChannels / side / side;
    }
}
