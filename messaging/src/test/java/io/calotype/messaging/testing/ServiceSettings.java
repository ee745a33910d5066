package io.calotype.messaging.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of a service as it reads them: from its mappings and the properties files on the class path, with an environment
 * that the test makes up, and without starting the service.
 */
public final class ServiceSettings {

    /**
     * One setting.
     *
     * @param fallback its default, null for none
     * @param other another value that it may have
     * @param wrong a value that it may not have, null where any is taken
     */
    public record Setting(String name, String fallback, String other, String wrong) {

        String variable() {
            return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        }
    }

    private static final int OF_ENVIRONMENT = 300;
    private static final int OF_SERVICE = 250;
    private static final int OF_MODULES = 100;

    private final Map<String, String> environment;
    private final List<Class<?>> mappings;

    /**
     * The settings of mappings.
     *
     * @param environment what has no default and must be there
     */
    public ServiceSettings(Map<String, String> environment, Class<?>... mappings) {
        this.environment = Map.copyOf(environment);
        this.mappings = List.of(mappings);
    }

    /** The names of all settings of a mapping, lists as one, without those that have a name of the operator's in theirs. */
    public static Set<String> names(Class<?> mapping) {
        var names = new TreeSet<String>();
        ConfigMappings.getProperties(ConfigClass.configClass(mapping)).forEach((name, property) -> {
            if (!property.isGroup() && !name.contains("*")) {
                names.add(name);
            }
        });
        return names;
    }

    /** A mapping as the service reads it. */
    public <T> T of(Class<T> mapping) {
        return read(Map.of()).getConfigMapping(mapping);
    }

    /** Holds a setting against what a service reads without it, with it and with a wrong value in its place. */
    public void check(Setting setting) {
        var name = setting.name();
        assertThat(read(Map.of()).getConfigValue(name).getValue()).as("default").isEqualTo(setting.fallback());
        assertThat(read(Map.of(setting.variable(), setting.other()))
                        .getConfigValue(name)
                        .getValue())
                .as(setting.variable())
                .isEqualTo(setting.other());
        if (setting.wrong() != null) {
            assertThatThrownBy(() -> read(Map.of(setting.variable(), setting.wrong())))
                    .as(setting.wrong())
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining(name);
        }
    }

    private SmallRyeConfig read(Map<String, String> given) {
        var variables = new TreeMap<>(environment);
        variables.putAll(given);
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(variables, OF_ENVIRONMENT));
        addFiles(builder, "application.properties", OF_SERVICE);
        addFiles(builder, "META-INF/microprofile-config.properties", OF_MODULES);
        mappings.forEach(builder::withMapping);
        return builder.build();
    }

    private static void addFiles(SmallRyeConfigBuilder builder, String file, int ordinal) {
        try {
            for (var url :
                    Collections.list(ServiceSettings.class.getClassLoader().getResources(file))) {
                builder.withSources(new PropertiesConfigSource(url, ordinal));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
