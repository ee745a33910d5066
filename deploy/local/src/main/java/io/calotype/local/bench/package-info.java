/** What a stack does under load: images a second, latencies, and what each process takes for it. */
@NullMarked
package io.calotype.local.bench;

import org.jspecify.annotations.NullMarked;
