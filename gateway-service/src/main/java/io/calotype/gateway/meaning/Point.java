package io.calotype.gateway.meaning;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A place on the map of meaning, both from -1 to 1. */
@Schema(name = "MeaningPoint")
public record Point(double x, double y) {}
