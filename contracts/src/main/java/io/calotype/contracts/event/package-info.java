/** The events that travel on the topics, each a record that cannot hold what is invalid. */
@NullMarked
package io.calotype.contracts.event;

import org.jspecify.annotations.NullMarked;
