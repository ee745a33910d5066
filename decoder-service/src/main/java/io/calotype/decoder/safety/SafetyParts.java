package io.calotype.decoder.safety;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.decoder.config.UnsafePictures;
import io.calotype.inference.image.SafetyChecker;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/** Loads the safety checker of the pack that this process serves. */
@Dependent
class SafetyParts {

    /** Loaded at start: a pack that cannot be checked as the operator wants stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    SafetyPolicy policy(ModelPack pack, SessionSettings settings, DecoderConfig config) {
        return of(config.unsafePictures(), pack, settings);
    }

    static SafetyPolicy of(UnsafePictures action, ModelPack pack, SessionSettings settings) {
        var checker =
                action == UnsafePictures.IGNORE ? Optional.<SafetyChecker>empty() : SafetyChecker.open(pack, settings);
        boolean needed = action == UnsafePictures.BLUR || action == UnsafePictures.REFUSE;
        if (needed && checker.isEmpty()) {
            throw new PackException(
                    pack.directory(),
                    "has no safety_checker, which calotype.decoder.unsafe-pictures=%s needs"
                            .formatted(action.name().toLowerCase(Locale.ROOT)));
        }
        return new SafetyPolicy(action, checker);
    }

    void close(@Disposes SafetyPolicy policy) {
        policy.close();
    }
}
