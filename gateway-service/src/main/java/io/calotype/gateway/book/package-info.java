/** The newest prompts and images read from the topics, up to a limit; all of it can be read from Kafka again. */
@NullMarked
package io.calotype.gateway.book;

import org.jspecify.annotations.NullMarked;
