package io.calotype.messaging.tenant;

import io.calotype.messaging.config.PromptPolicyUse;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.config.UnsafePictures;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tenants of a deployment: each source is one, unless the operator says otherwise. */
@Startup
@ApplicationScoped
public class Tenants {

    private static final double LEAST_WEIGHT = 0.01;
    private static final double MOST_WEIGHT = 100;
    private static final String PREFIX = "calotype.tenants.";
    private static final String NOT_GIVEN = " (source)"; // whose source is a tenant's name is not of it

    private final Map<String, String> bySource;
    private final Map<String, TenantLimits> named;
    private final TenantLimits others;
    private final Map<String, Double> weights;
    private final Map<String, TenantsConfig.Tenant> configured;
    private final long burstWork;
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
        this.weights = config.named().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        tenant -> weight(tenant.getKey(), tenant.getValue().weight())));
        this.configured = config.named();
        this.burstWork = work(PREFIX, "burst-work", config.burstWork(), 0);
        this.retryAfter = config.retryAfter();
    }

    private Map<String, TenantLimits> named(Map<String, TenantsConfig.Tenant> configured) {
        var all = new HashMap<String, TenantLimits>();
        configured.forEach((name, tenant) -> {
            if (!bySource.containsValue(name)) {
                throw new WrongSetting(PREFIX + "named." + name, "is no tenant of " + PREFIX + "sources");
            }
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
        return megapixelSteps.isPresent() ? work(prefix, "waiting-work", megapixelSteps.getAsLong(), 1) : others;
    }

    private static long work(String prefix, String name, long megapixelSteps, int least) {
        if (megapixelSteps < least || megapixelSteps > Long.MAX_VALUE / TenantLimits.MILLION) {
            throw new WrongSetting(prefix + name, "is " + megapixelSteps + "; it must be at least " + least);
        }
        return megapixelSteps * TenantLimits.MILLION;
    }

    private static double weight(String name, double weight) {
        if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw new WrongSetting(
                    PREFIX + "named." + name + ".weight",
                    "is " + weight + "; it must be from " + LEAST_WEIGHT + " to " + MOST_WEIGHT);
        }
        return weight;
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

    /** Returns the tenant of a CloudEvents source: the one that the operator gave it to, or one of its own. */
    public String of(String source) {
        return given(source).orElse(bySource.containsValue(source) ? source + NOT_GIVEN : source);
    }

    /** Returns how much of a source's tenant may wait. */
    public TenantLimits limits(String source) {
        return named.getOrDefault(of(source), others);
    }

    /** Returns how much of a denoiser a source's tenant gets in comparison with others, which have 1. */
    public double weight(String source) {
        return weights.getOrDefault(of(source), 1.0);
    }

    /** Returns what becomes of the pictures of a source's tenant in which something is found, if that is not what it is for all. */
    public Optional<UnsafePictures> unsafePictures(String source) {
        return ofSource(source).flatMap(TenantsConfig.Tenant::unsafePictures);
    }

    /** Returns whether a policy service is asked about the prompts of a source's tenant, where there is one. */
    public boolean asksPromptPolicy(String source) {
        return ofSource(source).map(TenantsConfig.Tenant::promptPolicy).orElse(PromptPolicyUse.ASK)
                == PromptPolicyUse.ASK;
    }

    /** Returns the tenant that the operator gave a source to, if he did. */
    public Optional<String> given(String source) {
        return Optional.ofNullable(bySource.get(source));
    }

    private Optional<TenantsConfig.Tenant> ofSource(String source) {
        return given(source).map(configured::get);
    }

    /** Returns what {@link #unsafePictures(String)} can say, by the tenants' names. */
    public Map<String, UnsafePictures> unsafePictures() {
        var actions = new TreeMap<String, UnsafePictures>();
        configured.forEach((name, tenant) -> tenant.unsafePictures().ifPresent(action -> actions.put(name, action)));
        return actions;
    }

    /** Returns the work that a tenant may use before others get their turn once it had none for a while: pixels times steps times rows. */
    public long burstWork() {
        return burstWork;
    }

    /** Returns how long who has too much waiting is told to wait. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
