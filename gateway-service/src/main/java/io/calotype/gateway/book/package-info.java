/** What the topics say of prompts and their images, as much as fits into memory; all of it can be read from Kafka again. */
@NullMarked
package io.calotype.gateway.book;

import org.jspecify.annotations.NullMarked;
