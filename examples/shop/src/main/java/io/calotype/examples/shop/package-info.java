/** A shop whose products get pictures from Calotype, over Kafka alone. */
@NullMarked
package io.calotype.examples.shop;

import org.jspecify.annotations.NullMarked;
