package io.calotype.decoder.safety;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.inference.image.SafetyChecker;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.messaging.config.UnsafePictures;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.tenant.Tenants;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Loads the safety checker of the pack that this process serves. */
@Dependent
class SafetyParts {

    private static final String ACTION = "unsafe-pictures";

    /** Loaded at start: a pack that cannot be checked as the operator wants stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    SafetyPolicy policy(ModelPack pack, SessionSettings settings, DecoderConfig config, Tenants tenants) {
        return of(config.unsafePictures(), tenants, pack, settings);
    }

    static SafetyPolicy of(UnsafePictures all, Tenants tenants, ModelPack pack, SessionSettings settings) {
        var actions = new TreeMap<String, UnsafePictures>();
        tenants.unsafePictures().forEach((name, action) -> actions.put("tenants.named." + name + "." + ACTION, action));
        actions.put("decoder." + ACTION, all);
        var looks = actions.values().stream().anyMatch(action -> action != UnsafePictures.IGNORE);
        var checker = looks ? SafetyChecker.open(pack, settings) : Optional.<SafetyChecker>empty();
        if (checker.isEmpty()) {
            actions.entrySet().forEach(action -> requireNone(pack, action));
        }
        return new SafetyPolicy(source -> tenants.unsafePictures(source).orElse(all), checker);
    }

    private static void requireNone(ModelPack pack, Map.Entry<String, UnsafePictures> action) {
        if (action.getValue() == UnsafePictures.BLUR || action.getValue() == UnsafePictures.REFUSE) {
            throw new PackException(
                    pack.directory(),
                    "has no safety_checker, which calotype.%s=%s needs"
                            .formatted(action.getKey(), action.getValue().name().toLowerCase(Locale.ROOT)));
        }
    }

    void close(@Disposes SafetyPolicy policy) {
        policy.close();
    }
}
