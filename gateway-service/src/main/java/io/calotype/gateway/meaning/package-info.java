/** What texts mean to a model, asked of its encoder, and the map of the words that the model knows. */
@NullMarked
package io.calotype.gateway.meaning;

import org.jspecify.annotations.NullMarked;
