/** The chart, what it renders, and its agreement with the services. */
@NullMarked
package io.calotype.kubernetes;

import org.jspecify.annotations.NullMarked;
