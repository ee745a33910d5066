/** Limits on how much a process works on at a time. */
@NullMarked
package io.calotype.messaging.admission;

import org.jspecify.annotations.NullMarked;
