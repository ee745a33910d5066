/** What the gateway itself says to the broker, and when the broker does not answer. */
@NullMarked
package io.calotype.gateway.broker;

import org.jspecify.annotations.NullMarked;
