/** What the three stages compute, in one process without Kafka and object store: the measure of what is between them. */
@NullMarked
package io.calotype.inprocess;

import org.jspecify.annotations.NullMarked;
