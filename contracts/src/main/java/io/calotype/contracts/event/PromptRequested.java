package io.calotype.contracts.event;

/** Someone asks for pictures. */
public record PromptRequested(Origin origin, PromptParameters parameters) {}
