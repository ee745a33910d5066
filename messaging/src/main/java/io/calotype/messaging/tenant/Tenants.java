package io.calotype.messaging.tenant;

import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The tenants of a deployment: each source is one, unless the operator says otherwise. */
@Startup
@ApplicationScoped
public class Tenants {

    private static final String PREFIX = "calotype.tenants.";

    private final Map<String, String> bySource;
    private final Map<String, TenantLimits> named;
    private final TenantLimits others;
    private final Duration retryAfter;

    /** Reads the settings. */
    public Tenants(TenantsConfig config) {
        this.bySource = config.sources().orElse(List.of()).stream()
                .map(String::strip)
                .collect(Collectors.toMap(Tenants::source, Tenants::tenant, (first, again) -> {
                    throw new WrongSetting(PREFIX + "sources", "has a source twice");
                }));
        this.others = new TenantLimits(
                work(PREFIX, config.waitingWork(), Long.MAX_VALUE),
                prompts(PREFIX, config.waitingPrompts(), Integer.MAX_VALUE));
        this.named = named(config.named());
        this.retryAfter = config.retryAfter();
    }

    private Map<String, TenantLimits> named(Map<String, TenantsConfig.Tenant> configured) {
        var all = new HashMap<String, TenantLimits>();
        configured.forEach((name, tenant) -> {
            var prefix = PREFIX + "named." + name + ".";
            all.put(
                    name,
                    new TenantLimits(
                            work(prefix, tenant.waitingWork(), others.work()),
                            prompts(prefix, tenant.waitingPrompts(), others.prompts())));
        });
        return all;
    }

    private static long work(String prefix, OptionalLong megapixelSteps, long others) {
        long work = megapixelSteps.orElse(0);
        if (megapixelSteps.isPresent() && (work < 1 || work > Long.MAX_VALUE / TenantLimits.MILLION)) {
            throw new WrongSetting(prefix + "waiting-work", "is " + work + "; it must be at least 1");
        }
        return megapixelSteps.isPresent() ? work * TenantLimits.MILLION : others;
    }

    private static int prompts(String prefix, OptionalInt prompts, int others) {
        if (prompts.isPresent() && prompts.getAsInt() < 1) {
            throw new WrongSetting(prefix + "waiting-prompts", "is " + prompts.getAsInt() + "; it must be at least 1");
        }
        return prompts.orElse(others);
    }

    private static String source(String entry) {
        return entry.substring(0, equalsSign(entry));
    }

    private static String tenant(String entry) {
        return entry.substring(equalsSign(entry) + 1);
    }

    /** The last one: a source may have some, a tenant's name has none. */
    private static int equalsSign(String entry) {
        int at = entry.lastIndexOf('=');
        if (at < 1 || at == entry.length() - 1) {
            throw new WrongSetting(PREFIX + "sources", "must read SOURCE=TENANT, SOURCE=TENANT, ...");
        }
        return at;
    }

    /** Returns the tenant of a CloudEvents source. */
    public String of(String source) {
        return bySource.getOrDefault(source, source);
    }

    /** Returns how much of a source's tenant may wait. */
    public TenantLimits limits(String source) {
        return named.getOrDefault(of(source), others);
    }

    /** Returns how long who has too much waiting is told to wait. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
