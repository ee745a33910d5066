/** How the services serve HTTP. */
@NullMarked
package io.calotype.messaging.http;

import org.jspecify.annotations.NullMarked;
