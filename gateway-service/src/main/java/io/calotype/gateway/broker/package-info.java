/** The gateway's own events to the broker, and what happens when it does not answer. */
@NullMarked
package io.calotype.gateway.broker;

import org.jspecify.annotations.NullMarked;
