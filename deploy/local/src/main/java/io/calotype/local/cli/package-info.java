/** The commands of {@code ./calotype}. */
@NullMarked
package io.calotype.local.cli;

import org.jspecify.annotations.NullMarked;
