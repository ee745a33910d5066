package io.calotype.diffusion.batching;

/**
 * Whose an image is, for those who share a device.
 *
 * @param tenant whose it is
 * @param weight how much of the device the tenant gets in comparison with others, above 0
 * @param stepWork what one step of it costs: pixels times rows
 */
public record Share(String tenant, double weight, long stepWork) {

    /** All images are one tenant's, and cost the same. */
    public static final Share ONE = new Share("", 1, 1);
}
