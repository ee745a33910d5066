package io.calotype.messaging.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.testing.ServiceSettings.Setting;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of a service or a module: its default, its environment variable, and what a wrong value does. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class SettingsTestCase {

    private final ServiceSettings service;
    private final List<Class<?>> own;

    /**
     * The settings of a service.
     *
     * @param service all that it reads
     * @param own the mappings of which every setting must be among {@link #settings}
     */
    protected SettingsTestCase(ServiceSettings service, Class<?>... own) {
        this.service = service;
        this.own = List.of(own);
    }

    protected abstract Stream<Setting> settings();

    @ParameterizedTest
    @MethodSource("settings")
    final void eachHasItsDefaultAndItsVariable(Setting setting) {
        service.check(setting);
    }

    @Test
    final void thereAreNoOthers() {
        assertThat(settings().map(Setting::name))
                .containsAll(own.stream()
                        .flatMap(mapping -> ServiceSettings.names(mapping).stream())
                        .toList());
    }
}
