package io.calotype.messaging.kafka;

import java.util.Collection;

/** Topics that a service writes to, but for those of dead letters; a bean of each service names its own. */
public interface WrittenTopics {

    /** The topics' names. */
    Collection<String> names();
}
