package io.calotype.messaging.tenant;

/**
 * What waits of a tenant.
 *
 * @param prompts that have not ended
 * @param work of their images that have not ended: pixels times steps times rows
 */
public record TenantLoad(int prompts, long work) {

    /** Nothing waits. */
    public static final TenantLoad NONE = new TenantLoad(0, 0);

    TenantLoad plus(int morePrompts, long moreWork) {
        return new TenantLoad(prompts + morePrompts, work + moreWork);
    }
}
