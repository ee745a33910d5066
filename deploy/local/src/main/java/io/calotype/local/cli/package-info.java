/** The command line. */
@NullMarked
package io.calotype.local.cli;

import org.jspecify.annotations.NullMarked;
