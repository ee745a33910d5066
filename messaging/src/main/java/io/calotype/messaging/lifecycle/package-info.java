/** How every service starts, and how work stops with it. */
@NullMarked
package io.calotype.messaging.lifecycle;

import org.jspecify.annotations.NullMarked;
