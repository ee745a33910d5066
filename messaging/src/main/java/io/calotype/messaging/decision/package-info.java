/** What is decided about prompts after they were sent. */
@NullMarked
package io.calotype.messaging.decision;

import org.jspecify.annotations.NullMarked;
