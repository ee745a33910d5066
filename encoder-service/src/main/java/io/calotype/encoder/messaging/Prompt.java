package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.cloudevents.CloudEvent;

/** A prompt as it was read, and the event that says the same to another encoder. */
record Prompt(CloudEvent event, PromptRequested request) {}
