/** What ends a service whose launcher is gone. */
@NullMarked
package io.calotype.local.leash;

import org.jspecify.annotations.NullMarked;
