package io.calotype.gateway.book;

/**
 * Something that happened to a prompt.
 *
 * @param place its number among all that happened, from 0
 */
public record Placed(int place, Happening happening) {}
