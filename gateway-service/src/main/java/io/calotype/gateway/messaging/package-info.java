/** How the gateway follows the topics. */
@NullMarked
package io.calotype.gateway.messaging;

import org.jspecify.annotations.NullMarked;
