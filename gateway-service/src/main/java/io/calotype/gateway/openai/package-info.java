/** OpenAI's Images API, for clients that know no other. */
@NullMarked
package io.calotype.gateway.openai;

import org.jspecify.annotations.NullMarked;
