package io.calotype.gateway.meaning;

/** A place on the map of meaning, both from -1 to 1. */
public record Point(double x, double y) {}
