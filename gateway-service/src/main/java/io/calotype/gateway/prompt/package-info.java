/** The native API of prompts: accept, look up, follow, cancel. */
@NullMarked
package io.calotype.gateway.prompt;

import org.jspecify.annotations.NullMarked;
