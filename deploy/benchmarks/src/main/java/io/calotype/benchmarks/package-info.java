/** JMH benchmarks of what services compute beside the model, for every image or step. */
@NullMarked
package io.calotype.benchmarks;

import org.jspecify.annotations.NullMarked;
