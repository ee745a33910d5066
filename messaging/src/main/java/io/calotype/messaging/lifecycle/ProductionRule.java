package io.calotype.messaging.lifecycle;

import org.eclipse.microprofile.config.Config;

/** What production asks of a service's settings; found by {@link java.util.ServiceLoader}. */
public interface ProductionRule {

    /**
     * Checks the settings.
     *
     * @throws WrongSetting that names the one that suits a laptop alone
     */
    void check(Config settings);
}
