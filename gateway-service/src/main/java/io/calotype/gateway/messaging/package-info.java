/** How the gateway follows the topics and publishes prompts and cancellations. */
@NullMarked
package io.calotype.gateway.messaging;

import org.jspecify.annotations.NullMarked;
