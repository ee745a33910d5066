/** Tenants, and how much of each waits. */
@NullMarked
package io.calotype.messaging.tenant;

import org.jspecify.annotations.NullMarked;
