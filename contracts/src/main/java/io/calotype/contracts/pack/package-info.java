/** What a model pack consists of, wherever it is kept. */
@NullMarked
package io.calotype.contracts.pack;

import org.jspecify.annotations.NullMarked;
