package io.calotype.messaging.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** The topics and consumer groups that a process cannot do without. */
@ApplicationScoped
class TopicNeeds {

    private static final Pattern READ = Pattern.compile("(mp\\.messaging\\.incoming\\.[^.]+)\\.topics?");
    private static final Pattern DEAD_LETTERS =
            Pattern.compile("(mp\\.messaging\\.incoming\\.[^.]+)\\.dead-letter-queue\\.topic");
    private static final Pattern GROUPS = Pattern.compile("(mp\\.messaging\\.incoming\\.[^.]+)\\.group\\.id");

    private final Set<String> read;
    private final Set<String> written;
    private final Set<String> groups;
    private final Map<String, Duration> retention;

    @Inject
    TopicNeeds(Config config, @Any Instance<WrittenTopics> services) {
        this(
                values(config, READ).toList(),
                Stream.concat(
                                values(config, DEAD_LETTERS),
                                services.stream().map(WrittenTopics::names).flatMap(Collection::stream))
                        .toList(),
                values(config, GROUPS).toList(),
                services.stream()
                        .map(service -> service.retention().entrySet())
                        .flatMap(Collection::stream)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    TopicNeeds(
            Collection<String> read,
            Collection<String> written,
            Collection<String> groups,
            Map<String, Duration> retention) {
        this.read = new TreeSet<>(read);
        this.written = new TreeSet<>(written);
        this.groups = new TreeSet<>(groups);
        this.retention = Map.copyOf(retention);
    }

    private static Stream<String> values(Config config, Pattern name) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(property -> isOfOpenChannel(config, name.matcher(property)))
                .flatMap(property -> config.getOptionalValues(property, String.class).orElse(List.of()).stream());
    }

    private static boolean isOfOpenChannel(Config config, Matcher property) {
        return property.matches()
                && config.getOptionalValue(property.group(1) + ".enabled", Boolean.class)
                        .orElse(true);
    }

    Set<String> read() {
        return read;
    }

    Set<String> written() {
        return written;
    }

    /** The consumer groups that it joins. */
    Set<String> groups() {
        return groups;
    }

    /** How long topics must keep their records at least. */
    Map<String, Duration> retention() {
        return retention;
    }

    Set<String> all() {
        var all = new TreeSet<>(read);
        all.addAll(written);
        return all;
    }
}
