package io.calotype.contracts.event;

/** A request for pictures. */
public record PromptRequested(Origin origin, PromptParameters parameters) {}
