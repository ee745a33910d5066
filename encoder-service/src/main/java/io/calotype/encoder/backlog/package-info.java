/** How much of each tenant this encoder has sent on that has not ended. */
@NullMarked
package io.calotype.encoder.backlog;

import org.jspecify.annotations.NullMarked;
