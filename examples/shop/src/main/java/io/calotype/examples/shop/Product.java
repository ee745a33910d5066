package io.calotype.examples.shop;

import org.jspecify.annotations.Nullable;

/**
 * A product as the shop shows it.
 *
 * @param picture the key of its picture in Calotype's bucket, the shop's placeholder if there is none, null while it is drawn
 */
public record Product(long id, String name, @Nullable String picture) {}
