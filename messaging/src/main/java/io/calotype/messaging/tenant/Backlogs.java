package io.calotype.messaging.tenant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What waits of each tenant; safe for use by several threads. */
public final class Backlogs {

    private final Tenants tenants;
    private final Map<String, TenantLoad> loads = new HashMap<>();

    /** Nothing waits yet. */
    public Backlogs(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Adds to what waits of a source's tenant; negative numbers take away. */
    public synchronized void add(String source, int prompts, long work) {
        loads.compute(tenants.of(source), (tenant, load) -> {
            var sum = (load == null ? TenantLoad.NONE : load).plus(prompts, work);
            return sum.equals(TenantLoad.NONE) ? null : sum;
        });
    }

    /**
     * Adds a prompt, unless that is too much.
     *
     * @return why it was not added, if it was not
     */
    public synchronized Optional<String> enter(String source, long work) {
        var excess = tenants.limits(source).excess(of(source), work);
        if (excess.isEmpty()) {
            add(source, 1, work);
        }
        return excess;
    }

    /** Returns what waits of a source's tenant. */
    public synchronized TenantLoad of(String source) {
        return loads.getOrDefault(tenants.of(source), TenantLoad.NONE);
    }
}
