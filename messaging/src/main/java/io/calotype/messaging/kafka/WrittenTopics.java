package io.calotype.messaging.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** Topics that a service writes to, but for those of dead letters; a bean of each service names its own. */
public interface WrittenTopics {

    /** The topics' names. */
    Collection<String> names();

    /** How long topics must keep their records at least, by the topics' names. */
    default Map<String, Duration> retention() {
        return Map.of();
    }
}
