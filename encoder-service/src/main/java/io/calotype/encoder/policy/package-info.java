/** Whether a deployment draws a prompt, as a service of its operator decides. */
@NullMarked
package io.calotype.encoder.policy;

import org.jspecify.annotations.NullMarked;
